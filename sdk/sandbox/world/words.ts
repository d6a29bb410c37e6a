/** Invented names and texts; none is a real account. */
export const FIRST_WORDS = ['Kite', 'Harbor', 'Juniper', 'Copper', 'Lantern', 'Willow', 'Orchard', 'Meadow', 'Pebble', 'Saffron', 'Thistle', 'Cobalt', 'Maple', 'Ember', 'Quarry', 'Linden'] as const
export const SECOND_WORDS = ['Bakery', 'Cycles', 'Studio', 'Roasters', 'Books', 'Florist', 'Kitchen', 'Outfitters', 'Ceramics', 'Records', 'Gardens', 'Tailors'] as const
export const CATEGORIES = ['Bakery', 'Bicycle Shop', 'Art Gallery', 'Coffee Shop', 'Bookstore', 'Florist', 'Restaurant', 'Clothing Store'] as const
export const PEOPLE = ['ana', 'noor', 'tomas', 'mei', 'ivo', 'lucia', 'pekka', 'amara', 'jonas', 'sora', 'farah', 'diego'] as const
export const CAPTIONS = [
  'Rye is back on the shelf', 'Sunday opening hours, nine to two', 'How we fold it, step by step', 'A look behind the counter', 'New in: the autumn batch',
  'Thank you for a busy week', 'Guess what is in the oven', 'Our street this morning', 'Made by hand, one at a time', 'Last pieces before the break',
  'Rain or shine, we are here', 'What would you pick?', 'From the notebook of last spring', 'Small things we like',
] as const
export const HASHTAGS = ['smallbusiness', 'handmade', 'localshop', 'morninglight', 'weekend', 'behindthescenes'] as const
export const COMMENTS = ['yum', 'When do you open on Sunday?', 'Love this', 'Saved me one, please!', 'Is this available online?', 'Looks wonderful', 'See you tomorrow', 'Where is this?', 'So good last time', 'Beautiful light'] as const
export const REPLIES = ['thx', 'From nine!', 'Of course', 'Not yet, soon', 'See you there'] as const

export interface Weighted { readonly value: string, readonly weight: number }

export const CITIES: readonly Weighted[] = weigh([
  'London, England', 'Manchester, England', 'Bristol, England', 'Leeds, England', 'Glasgow, Scotland', 'Edinburgh, Scotland', 'Cardiff, Wales', 'Dublin, Dublin',
  'Paris, Île-de-France', 'Lyon, Rhône-Alpes', 'Berlin, Berlin', 'Hamburg, Hamburg', 'Munich, Bavaria', 'Vienna, Vienna', 'Zürich, Canton of Zürich', 'Amsterdam, Noord-Holland',
  'Rotterdam, Zuid-Holland', 'Antwerp, Vlaanderen', 'Copenhagen, Capital Region of Denmark', 'Oslo, Oslo', 'Stockholm, Stockholm County', 'Helsinki, Uusimaa', 'Tallinn, Harju County',
  'Warsaw, Masovian Voivodeship', 'Prague, Prague', 'Madrid, Comunidad de Madrid', 'Barcelona, Cataluña', 'Lisbon, Lisbon District', 'Porto, Porto District', 'Rome, Lazio', 'Milan, Lombardia',
  'Athens, Attica', 'Istanbul, Istanbul Province', 'New York, New York', 'Los Angeles, California', 'Chicago, Illinois', 'Austin, Texas', 'Seattle, Washington', 'Portland, Oregon',
  'Toronto, Ontario', 'Vancouver, British Columbia', 'Tokyo, Tokyo', 'Osaka, Osaka Prefecture', 'Seoul, Seoul', 'Singapore, Singapore', 'Sydney, New South Wales', 'Melbourne, Victoria',
  'Auckland, Auckland Region', 'São Paulo, São Paulo (state)', 'Mexico City, Distrito Federal',
])
export const COUNTRIES: readonly Weighted[] = weigh(['GB', 'US', 'DE', 'FR', 'IE', 'NL', 'ES', 'IT', 'PT', 'SE', 'DK', 'NO', 'FI', 'PL', 'CZ', 'AT', 'CH', 'BE', 'CA', 'JP', 'KR', 'AU', 'NZ', 'SG', 'BR', 'MX', 'TR', 'GR', 'EE', 'IN'])
export const LOCALES: readonly Weighted[] = weigh(['en_GB', 'en_US', 'de_DE', 'fr_FR', 'nl_NL', 'es_ES', 'it_IT', 'pt_PT', 'sv_SE', 'da_DK', 'pl_PL', 'ja_JP', 'ko_KR', 'pt_BR', 'es_LA', 'tr_TR'])
export const AGES: readonly Weighted[] = [
  { value: '13-17', weight: 2 }, { value: '18-24', weight: 18 }, { value: '25-34', weight: 34 }, { value: '35-44', weight: 24 },
  { value: '45-54', weight: 12 }, { value: '55-64', weight: 6 }, { value: '65+', weight: 4 },
]
export const GENDERS: readonly Weighted[] = [{ value: 'F', weight: 52 }, { value: 'M', weight: 41 }, { value: 'U', weight: 7 }]

/** Weights that fall as ranks rise, as audiences do. */
function weigh(values: readonly string[]): readonly Weighted[] {
  return values.map((value, rank) => ({ value, weight: 100 / (rank + 1) }))
}
