/** DuckDB's words for functions of Trino, by name and number of arguments; `$1`, `$2`… are the arguments (td §5.4, §5.6). */
export const TEMPLATES: Readonly<Record<string, string>> = {
  // aggregates
  'every/1': 'bool_and($1)', 'count_if/1': 'count(CASE WHEN $1 THEN 1 END)', 'bitwise_and_agg/1': 'bit_and($1)', 'bitwise_or_agg/1': 'bit_or($1)',
  'arbitrary/1': 'any_value($1)', 'max_by/2': 'arg_max_null($1, $2)', 'min_by/2': 'arg_min_null($1, $2)', 'approx_distinct/1': 'approx_count_distinct($1)', 'approx_distinct/2': 'approx_count_distinct($1)',
  'map_agg/2': 'map(list($1) FILTER (WHERE $1 IS NOT NULL), list($2) FILTER (WHERE $1 IS NOT NULL))', 'geometric_mean/1': 'geomean($1)',
  // lists and maps
  'array_join/2': 'array_to_string($1, $2)', 'array_join/3': 'array_to_string(list_transform($1, x -> coalesce(CAST(x AS VARCHAR), $3)), $2)',
  'array_max/1': "CASE WHEN len($1) = list_aggregate($1, 'count') THEN list_max($1) END", 'array_min/1': "CASE WHEN len($1) = list_aggregate($1, 'count') THEN list_min($1) END",
  'array_union/2': 'list_distinct(list_concat($1, $2))', 'array_intersect/2': 'list_intersect($1, $2)', 'array_except/2': 'list_distinct(list_filter($1, x -> NOT list_contains($2, x)))',
  'array_remove/2': 'list_filter($1, x -> x <> $2)', 'arrays_overlap/2': 'list_has_any($1, $2)', 'cardinality/1': 'len($1)', 'element_at/2': '$1[$2]',
  'slice/3': 'CASE WHEN $2 > 0 THEN $1[$2:($2) + ($3) - 1] ELSE $1[len($1) + ($2) + 1:len($1) + ($2) + ($3)] END',
  'zip/2': 'list_zip($1, $2)', 'transform/2': 'list_transform($1, $2)', 'filter/2': 'list_filter($1, $2)', 'any_match/2': 'coalesce(list_bool_or(list_transform($1, $2)), false)', 'all_match/2': 'coalesce(list_bool_and(list_transform($1, $2)), true)', 'none_match/2': 'NOT coalesce(list_bool_or(list_transform($1, $2)), false)',
  // times
  'now/0': 'now()', 'to_unixtime/1': 'epoch($1)', 'from_unixtime/1': "timezone('UTC', to_timestamp($1))", 'from_unixtime/2': 'timezone($2, to_timestamp($1))', 'at_timezone/2': 'timezone($2, $1)', 'with_timezone/2': 'timezone($2, $1)',
  'date_diff/3': 'date_sub($1, $2, $3)', 'day_of_week/1': 'isodow($1)', 'dow/1': 'isodow($1)', 'day_of_month/1': 'day($1)', 'day_of_year/1': 'dayofyear($1)', 'doy/1': 'dayofyear($1)', 'week_of_year/1': 'weekofyear($1)',
  'year_of_week/1': 'isoyear($1)', 'yow/1': 'isoyear($1)', 'last_day_of_month/1': 'last_day($1)', 'millisecond/1': 'millisecond($1) % 1000', 'from_iso8601_timestamp/1': 'CAST($1 AS TIMESTAMPTZ)', 'from_iso8601_date/1': 'CAST($1 AS DATE)', 'to_milliseconds/1': 'CAST(epoch_ms($1) AS BIGINT)',
  // texts
  'split_part/3': 'list_extract(string_split($1, $2), $3)', 'replace/2': "replace($1, $2, '')", 'codepoint/1': 'unicode($1)', 'strpos/2': 'instr($1, $2)', 'normalize/1': 'nfc_normalize($1)', 'levenshtein_distance/2': 'levenshtein($1, $2)', 'hamming_distance/2': 'hamming($1, $2)',
  'trim/1': "trim($1, ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13))", 'ltrim/1': "ltrim($1, ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13))", 'rtrim/1': "rtrim($1, ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13))",
  'regexp_like/2': 'regexp_matches($1, $2)', 'regexp_extract/2': "nullif(regexp_extract($1, $2), '')", 'regexp_extract/3': "nullif(regexp_extract($1, $2, $3), '')", 'regexp_split/2': 'regexp_split_to_array($1, $2)', 'regexp_count/2': 'len(regexp_extract_all($1, $2))',
  'to_utf8/1': 'encode($1)', 'from_utf8/1': 'decode($1)',
  // JSON
  'json_parse/1': 'CAST($1 AS JSON)', 'json_format/1': 'CAST($1 AS VARCHAR)', 'is_json_scalar/1': "json_type(CAST($1 AS JSON)) NOT IN ('ARRAY', 'OBJECT')", 'json_array_get/2': "json_extract(TRY_CAST($1 AS JSON), '$[' || ($2) || ']')",
  'json_array_length/1': "CASE json_type(TRY_CAST($1 AS JSON)) WHEN 'ARRAY' THEN CAST(json_array_length(TRY_CAST($1 AS JSON)) AS BIGINT) END", 'json_array_contains/2': "list_contains(CAST(TRY_CAST($1 AS JSON) AS VARCHAR[]), CAST($2 AS VARCHAR))",
  // numbers
  'e/0': 'exp(1e0)', 'nan/0': "CAST('NaN' AS DOUBLE)", 'infinity/0': "CAST('Infinity' AS DOUBLE)", 'is_nan/1': 'isnan($1)', 'is_finite/1': 'isfinite($1)', 'is_infinite/1': 'isinf($1)', 'truncate/1': 'trunc($1)',
  'rand/0': 'random()', 'rand/1': 'CAST(floor(random() * ($1)) AS BIGINT)', 'random/1': 'CAST(floor(random() * ($1)) AS BIGINT)', 'random/2': 'CAST(floor(random() * (($2) - ($1))) + ($1) AS BIGINT)', 'rand/2': 'CAST(floor(random() * (($2) - ($1))) + ($1) AS BIGINT)',
  'bitwise_and/2': '(CAST($1 AS BIGINT) & CAST($2 AS BIGINT))', 'bitwise_or/2': '(CAST($1 AS BIGINT) | CAST($2 AS BIGINT))', 'bitwise_xor/2': 'xor(CAST($1 AS BIGINT), CAST($2 AS BIGINT))', 'bitwise_not/1': '(~CAST($1 AS BIGINT))', 'bitwise_left_shift/2': '(CAST($1 AS BIGINT) << CAST($2 AS BIGINT))',
  'width_bucket/4': 'CAST(CASE WHEN $1 < $2 THEN 0 WHEN $1 >= $3 THEN $4 + 1 ELSE floor((($1) - ($2)) * ($4) / CAST(($3) - ($2) AS DOUBLE)) + 1 END AS BIGINT)',
  // hashes and addresses
  'md5/1': 'unhex(md5($1))', 'sha1/1': 'unhex(sha1($1))', 'sha256/1': 'unhex(sha256($1))', 'to_base64url/1': "replace(replace(to_base64($1), '+', '-'), '/', '_')",
  'url_encode/1': "replace(replace(replace(url_encode($1), '%20', '+'), '%2A', '*'), '~', '%7E')", 'url_decode/1': "url_decode(replace($1, '+', ' '))",
  'url_extract_protocol/1': "nullif(regexp_extract($1, '^([A-Za-z][A-Za-z0-9+.-]*):', 1), '')", 'url_extract_host/1': "nullif(regexp_extract($1, '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]*)', 1), '')",
  'url_extract_port/1': "CAST(nullif(regexp_extract($1, '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*:([0-9]+)(?:[/?#]|$)', 1), '') AS BIGINT)", 'url_extract_path/1': "regexp_extract($1, '^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://[^/?#]*)?([^?#]*)', 1)",
  'url_extract_query/1': "regexp_extract($1, '^[^?#]*[?]([^#]*)', 1)", 'url_extract_fragment/1': "regexp_extract($1, '#(.*)$', 1)",
  'typeof/1': "lower(replace(typeof($1), 'HUGEINT', 'BIGINT'))",
}
