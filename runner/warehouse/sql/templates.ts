import { ENDING } from './call.ts'

/** DuckDB's words for functions of Trino, by name and number of arguments; `$1`, `$2`… are the arguments (td §5.4, §5.6). */
export const TEMPLATES: Readonly<Record<string, string>> = {
  // aggregates
  'every/1': 'bool_and($1)', 'count_if/1': 'count(CASE WHEN $1 THEN 1 END)', 'bitwise_and_agg/1': 'bit_and($1)', 'bitwise_or_agg/1': 'bit_or($1)',
  'arbitrary/1': 'any_value($1)', 'max_by/2': 'arg_max_null($1, $2)', 'min_by/2': 'arg_min_null($1, $2)', 'approx_distinct/1': 'approx_count_distinct($1)', 'approx_distinct/2': 'approx_count_distinct($1)',
  'geometric_mean/1': 'geomean($1)',
  // lists and maps
  'array_join/2': 'array_to_string($1, $2)', 'array_join/3': 'array_to_string(list_transform($1, lambda x: coalesce(CAST(x AS VARCHAR), $3)), $2)',
  'array_max/1': "CASE WHEN len($1) = list_aggregate($1, 'count') THEN list_max($1) END", 'array_min/1': "CASE WHEN len($1) = list_aggregate($1, 'count') THEN list_min($1) END",
  'array_distinct/1': 'trino_distinct($1)', 'array_union/2': 'trino_distinct(list_concat($1, $2))', 'array_intersect/2': 'trino_distinct(list_filter($1, lambda x: list_position($2, x) > 0))', 'array_except/2': 'trino_distinct(list_filter($1, lambda x: coalesce(list_position($2, x), 0) = 0))',
  'array_remove/2': 'list_filter($1, lambda x: x <> $2)', 'arrays_overlap/2': 'trino_overlap($1, $2)', 'contains/2': 'trino_contains($1, $2)', 'array_position/2': 'coalesce(list_position($1, $2), CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN 0 END)', 
  'array_sort/1': 'list_sort($1)', 'repeat/2': 'list_transform(range($2), lambda _i: $1)', 'max_by/3': 'arg_max($1, $2, $3)', 'min_by/3': 'arg_min($1, $2, $3)', 'from_base/2': 'trino_from_base($1, $2)', 'to_base/2': 'lower(to_base(CAST($1 AS BIGINT), $2))', 'map_from_entries/1': 'map_from_entries($1)', 'split_to_map/3': 'trino_split_map($1, $2, $3)',
  'slice/3': 'CASE WHEN $2 > 0 THEN $1[$2:($2) + ($3) - 1] ELSE $1[len($1) + ($2) + 1:len($1) + ($2) + ($3)] END',
  "zip/2": "list_transform(list_zip($1, $2), lambda z: {'field0': z[1], 'field1': z[2]})", "zip/3": "list_transform(list_zip($1, $2, $3), lambda z: {'field0': z[1], 'field1': z[2], 'field2': z[3]})", 'transform/2': 'list_transform($1, $2)', 'filter/2': 'list_filter($1, $2)', 'any_match/2': 'coalesce(list_bool_or(list_transform($1, $2)), false)', 'all_match/2': 'coalesce(list_bool_and(list_transform($1, $2)), true)', 'none_match/2': 'NOT coalesce(list_bool_or(list_transform($1, $2)), false)',
  // times
  'now/0': 'now()', 'to_unixtime/1': 'epoch($1)',  'day_of_week/1': 'isodow($1)', 'dow/1': 'isodow($1)', 'day_of_month/1': 'day($1)', 'day_of_year/1': 'dayofyear($1)', 'doy/1': 'dayofyear($1)', 'week_of_year/1': 'weekofyear($1)',
  'year_of_week/1': 'isoyear($1)', 'yow/1': 'isoyear($1)', 'last_day_of_month/1': 'last_day($1)', 'millisecond/1': 'millisecond($1) % 1000', 'from_iso8601_timestamp/1': 'CAST($1 AS TIMESTAMPTZ)', 'from_iso8601_date/1': "CASE WHEN contains($1, 'W') THEN CAST(strptime($1, '%G-W%V-%u') AS DATE) ELSE CAST($1 AS DATE) END", 'parse_duration/1': "CASE WHEN regexp_full_match($1, ' *[0-9.]+ *(ns|us|ms|s|m|h|d) *') THEN to_microseconds(CAST(round(CAST(regexp_extract($1, '[0-9.]+') AS DOUBLE) * map {'ns': 1e-3, 'us': 1e0, 'ms': 1e3, 's': 1e6, 'm': 6e7, 'h': 3.6e9, 'd': 8.64e10}[regexp_extract($1, '[a-z]+')]) AS BIGINT)) END", 'to_milliseconds/1': 'CAST(epoch_ms($1) AS BIGINT)',
  // texts
  'split_part/3': 'list_extract(string_split($1, $2), $3)', 'replace/2': "replace($1, $2, '')", 'strpos/2': 'instr($1, $2)', 'strpos/3': 'trino_strpos($1, $2, $3)', 'codepoint/1': 'trino_codepoint($1)', 'levenshtein_distance/2': 'levenshtein($1, $2)', 'hamming_distance/2': 'hamming($1, $2)',
  'to_utf8/1': 'encode($1)', 'from_utf8/1': "trino_from_utf8($1, chr(65533))", 'from_utf8/2': 'trino_from_utf8($1, $2)', 'from_hex/1': 'unhex($1)',
  // JSON
  'json_parse/1': 'CAST(trino_json_parse($1) AS JSON)', 'is_json_scalar/1': "json_type(CAST($1 AS JSON)) NOT IN ('ARRAY', 'OBJECT')", 'json_array_get/2': "json_extract(TRY_CAST($1 AS JSON), CASE WHEN $2 < 0 THEN '$[#' || $2 || ']' ELSE '$[' || $2 || ']' END)",
  'json_array_length/1': "CASE json_type(TRY_CAST($1 AS JSON)) WHEN 'ARRAY' THEN CAST(json_array_length(TRY_CAST($1 AS JSON)) AS BIGINT) END", 'json_array_contains/2': "list_contains(CAST(TRY_CAST($1 AS JSON) AS VARCHAR[]), CAST($2 AS VARCHAR))",
  // numbers
  'e/0': 'exp(1e0)', 'nan/0': "CAST('NaN' AS DOUBLE)", 'infinity/0': "CAST('Infinity' AS DOUBLE)", 'is_finite/1': 'isfinite($1)', 'is_infinite/1': 'isinf($1)', 'truncate/1': 'trunc($1)', 'truncate/2': 'cast_to_type(trunc($1 * power(10, $2)) / power(10, $2), $1)',
  'rand/0': 'random()', 'rand/1': 'CAST(floor(random() * ($1)) AS BIGINT)', 'random/1': 'CAST(floor(random() * ($1)) AS BIGINT)', 'random/2': 'CAST(floor(random() * (($2) - ($1))) + ($1) AS BIGINT)', 'rand/2': 'CAST(floor(random() * (($2) - ($1))) + ($1) AS BIGINT)',
  'bitwise_and/2': '(CAST($1 AS BIGINT) & CAST($2 AS BIGINT))', 'bitwise_or/2': '(CAST($1 AS BIGINT) | CAST($2 AS BIGINT))', 'bitwise_xor/2': 'xor(CAST($1 AS BIGINT), CAST($2 AS BIGINT))', 'bitwise_not/1': '(~CAST($1 AS BIGINT))', 'bitwise_left_shift/2': '($1 << $2)', 'bitwise_right_shift_arithmetic/2': '(CAST($1 AS BIGINT) >> CAST($2 AS BIGINT))', 'bit_count/2': "CAST(bit_count(CAST($1 AS BIGINT) & CASE WHEN $2 = 64 THEN CAST(-1 AS BIGINT) ELSE (CAST(1 AS BIGINT) << $2) - 1 END) AS BIGINT)",
  'width_bucket/2': 'CAST(len(list_filter($2, lambda b: b <= $1)) AS BIGINT)', 'floor/1': 'trino_floor($1)', 'ceil/1': 'trino_ceil($1)', 'ceiling/1': 'trino_ceil($1)', 'log/2': 'log($1, $2)', 'log2/1': 'log2($1)',
  'wilson_interval_lower/3': 'trino_wilson($1, $2, $3, -1)', 'wilson_interval_upper/3': 'trino_wilson($1, $2, $3, 1)', 'beta_cdf/3': 'trino_beta_cdf($1, $2, $3)', 'bitwise_right_shift/2': 'trino_right_shift($1, $2)',
  'human_readable_seconds/1': 'trino_readable_seconds(CAST($1 AS DOUBLE))', 'format_number/1': 'trino_format_number(CAST($1 AS DOUBLE))',
  'is_nan/1': 'isnan(CAST($1 AS DOUBLE))', 
  'width_bucket/4': 'CAST(CASE WHEN $1 < $2 THEN 0 WHEN $1 >= $3 THEN $4 + 1 ELSE floor((($1) - ($2)) * ($4) / CAST(($3) - ($2) AS DOUBLE)) + 1 END AS BIGINT)',
  // hashes and addresses
  'to_base64url/1': "replace(replace(to_base64($1), '+', '-'), '/', '_')",
  'url_encode/1': "replace(replace(replace(url_encode($1), '%20', '+'), '%2A', '*'), '~', '%7E')",   'url_decode/1': 'trino_url_decode($1)',
  'url_extract_protocol/1': "regexp_extract(trino_url($1), '^([A-Za-z][A-Za-z0-9+.-]*):', 1)", 'url_extract_host/1': "regexp_extract(trino_url($1), '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]*)', 1)",
  'url_extract_port/1': "CAST(nullif(regexp_extract(trino_url($1), '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*:([0-9]+)(?:[/?#]|$)', 1), '') AS BIGINT)", 'url_extract_path/1': "url_decode(regexp_extract(trino_url($1), '^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://[^/?#]*)?([^?#]*)', 1))",
  'url_extract_query/1': "url_decode(regexp_extract(trino_url($1), '^[^?#]*[?]([^#]*)', 1))", 'url_extract_fragment/1': "url_decode(regexp_extract(trino_url($1), '#(.*)$', 1))",
  'from_big_endian_64/1': 'trino_from_big_endian($1)', 'from_big_endian_32/1': 'CAST(trino_from_big_endian($1) AS INTEGER)',
  'normal_cdf/3': 'trino_normal_cdf($1, $2, $3)', 'inverse_normal_cdf/3': 'trino_inverse_normal_cdf($1, $2, $3)', 'hmac_sha256/2': "trino_hmac('sha256', $1, $2)", 'hmac_sha1/2': "trino_hmac('sha1', $1, $2)", 'hmac_sha512/2': "trino_hmac('sha512', $1, $2)", 'hmac_md5/2': "trino_hmac('md5', $1, $2)",
  'typeof/1': 'trino_type(typeof($1))', 'skewness/1': `(skewness($1)${ENDING} * (count($1)${ENDING} - 2) / sqrt(CAST(count($1)${ENDING} * (count($1)${ENDING} - 1) AS DOUBLE)))`,
}
