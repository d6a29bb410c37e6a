/** The two hosts answer in different words (IG §1.1): graph.facebook.com and graph.instagram.com. */
export type Dialect = 'facebook' | 'instagram'
