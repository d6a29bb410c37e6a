import type { Base } from './expr.ts'

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** Functions of Trino that have the same name and meaning in DuckDB, or that a macro gives one (`macros.ts`). */
const SAME = words(`
  abs acos any_value array_agg array_distinct array_intersect array_position asin atan atan2 avg bool_and bool_or cbrt ceil ceiling chr coalesce concat contains corr cos cosh cot count covar_pop covar_samp cume_dist
  current_date current_timestamp date date_trunc day degrees dense_rank exp first_value flatten floor from_base64 from_hex geometric_mean greatest grouping histogram hour
  kurtosis lag last_value lead least length levenshtein ln localtimestamp log10 log2 lower lpad ltrim map map_concat map_entries map_from_entries map_keys map_values max md5 min minute mod month
  now nth_value ntile nullif percent_rank pi position pow power quarter radians random rand rank regexp_extract_all regr_intercept regr_slope replace reverse round row_number rpad rtrim second sign sin sinh skewness
  split split_part sqrt starts_with stddev stddev_pop stddev_samp substr substring sum tan tanh to_base to_base64 to_hex translate trim try typeof upper url_decode url_encode uuid var_pop var_samp variance week year
  concat_ws`)

export const KNOWN: ReadonlySet<string> = new Set(SAME)

/** Functions that look at the wall clock of a time with a zone. */
export const LOCAL_TIME: ReadonlySet<string> = new Set(words(`year quarter month week week_of_year day day_of_month day_of_week dow day_of_year doy year_of_week yow hour minute second millisecond
  date date_format last_day_of_month`))

const RESULT_WORDS: Readonly<Record<Base, string>> = {
  varchar: `concat lower upper trim ltrim rtrim substr substring replace json_extract_scalar json_format date_format format_datetime to_iso8601 url_encode url_decode url_extract_host url_extract_path url_extract_query url_extract_fragment
    url_extract_protocol url_extract_parameter to_hex to_base64 to_base64url td_time_format td_time_string regexp_extract regexp_replace split_part listagg format array_join typeof lpad rpad chr normalize from_utf8 human_readable_seconds
    td_url_decode td_url_encode td_md5 format_number to_base translate concat_ws`,
  integer: `length count count_if year quarter month week week_of_year day day_of_month day_of_week dow day_of_year doy year_of_week yow hour minute second millisecond cardinality json_array_length json_size date_diff td_time_parse
    td_date_trunc td_time_add td_scheduled_time row_number rank dense_rank ntile approx_distinct url_extract_port codepoint levenshtein_distance hamming_distance strpos bitwise_and bitwise_or bitwise_xor bitwise_not bit_count
    crc32 from_big_endian_64 from_big_endian_32 regexp_count regexp_position width_bucket array_position timezone_hour timezone_minute from_base to_milliseconds grouping`,
  double: `to_unixtime rand ln log log2 log10 sqrt cbrt exp power pow stddev stddev_pop stddev_samp variance var_pop var_samp corr covar_pop covar_samp e pi nan infinity percent_rank cume_dist sin cos tan asin acos atan atan2 sinh cosh tanh
    degrees radians skewness kurtosis normal_cdf inverse_normal_cdf beta_cdf wilson_interval_lower wilson_interval_upper geometric_mean regr_slope regr_intercept entropy td_divide`,
  boolean: `regexp_like starts_with contains is_nan is_finite is_infinite td_time_range td_interval every bool_and bool_or any_match all_match none_match arrays_overlap is_json_scalar json_array_contains exists`,
  date: 'date from_iso8601_date last_day_of_month current_date',
  timestamp: 'date_parse localtimestamp',
  zoned: 'now current_timestamp from_iso8601_timestamp parse_datetime',
  json: 'json_parse json_extract json_array_get',
  array: `split array_agg map_keys map_values regexp_extract_all regexp_split sequence transform filter flatten array_distinct array_union array_intersect array_except array_remove array_sort zip zip_with map_entries slice td_interval_range
    repeat shuffle ngrams combinations`,
  map: 'map map_agg histogram split_to_map map_from_entries map_concat map_filter transform_values transform_keys map_zip_with multimap_agg map_union approx_most_frequent numeric_histogram',
  varbinary: 'to_utf8 md5 sha1 sha256 sha512 xxhash64 murmur3 from_hex from_base64 from_base64url to_big_endian_64 hmac_md5 hmac_sha1 hmac_sha256 hmac_sha512 spooky_hash_v2_32 spooky_hash_v2_64',
  interval: 'parse_duration to_milliseconds_interval',
  decimal: '', row: '', time: '',
}

/** What a function answers, where its name alone tells. */
export const RESULTS: Readonly<Record<string, Base>> = Object.fromEntries(Object.entries(RESULT_WORDS).flatMap(([base, names]) => (names === '' ? [] : words(names).map((name) => [name, base as Base]))))

/** Functions that answer what their first argument is. */
export const SAME_AS_FIRST: ReadonlySet<string> = new Set(words('max min arbitrary any_value first_value last_value nth_value lag lead abs nullif greatest least sum round ceil ceiling floor truncate mod coalesce reverse'))
