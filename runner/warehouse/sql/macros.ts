/**
 * Ends the statement with a message, when a row reaches it; `%` is the value. `trino_fail` is one of the functions that the warehouse
 * adds to DuckDB. It takes a value of the row because DuckDB computes what is constant before it knows whether that is needed.
 */
const fail = (message: string, value: string): string => `CASE WHEN trino_fail('${message}', coalesce(CAST(${value} AS VARCHAR), 'NULL')) THEN NULL END`

/** A text that has the form of a type, or what stands for one that has not. */
const strict = (form: string, good: string, otherwise: string): string => `(x) AS CASE WHEN x IS NULL THEN NULL WHEN ${form} THEN ${good} ELSE ${otherwise} END`

const TEXT = 'CAST(x AS VARCHAR)'
const isText = "typeof(x) = 'VARCHAR'"
const matches = (pattern: string): string => `(NOT ${isText} OR regexp_full_match(trim(${TEXT}), '${pattern}'))`
const WHOLE = `(NOT ${isText} OR regexp_full_match(${TEXT}, '[+-]?[0-9]+'))`
const DATE = matches('[+-]?[0-9]+-[0-9]{1,2}-[0-9]{1,2}')
const TIME = matches('[+-]?[0-9]+-[0-9]{1,2}-[0-9]{1,2}( [0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]+)?)?( ?([+-][0-9]{1,2}(:?[0-9]{2})?|[A-Za-z][A-Za-z0-9_/+-]*))?)?')
const whole = `CASE WHEN ${isText} THEN trim(${TEXT}) WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN CAST(CAST(round(TRY_CAST(${TEXT} AS DOUBLE)) AS DECIMAL(38,0)) AS VARCHAR) WHEN typeof(x) = 'BOOLEAN' THEN CASE WHEN ${TEXT} = 'true' THEN '1' ELSE '0' END WHEN typeof(x) LIKE 'DECIMAL%' THEN CAST(round(TRY_CAST(${TEXT} AS DECIMAL(38,9))) AS VARCHAR) ELSE ${TEXT} END`
/** A text's time zone is passed over. */
const unzoned = (cast: string): string => `CASE WHEN ${isText} THEN ${cast}(regexp_extract(trim(${TEXT}), '^[0-9+-]+( [0-9:.]+)?') AS TIMESTAMP) ELSE ${cast}(x AS TIMESTAMP) END`
/** 24:00:00 is a time for DuckDB and none for Trino. */
const noMidnight = (good: string): string => `CASE WHEN contains(${TEXT}, ' 24:') THEN NULL ELSE ${good} END`
const truthOf = `CASE WHEN lower(${TEXT}) IN ('true', 't', '1') THEN true WHEN lower(${TEXT}) IN ('false', 'f', '0') THEN false`
const millis = (time: string): string => `CASE WHEN p <= 3 THEN date_trunc('millisecond', ${time} + to_microseconds(500)) ELSE ${time} END`

const zero = fail('Division by zero', 'concat(a, b)')
const onZero = (b: string): string => `CASE WHEN ${b} = 0 AND a IS NOT NULL THEN ${zero} END`
const quotient = `coalesce(a / b, ${onZero('b')})`
/** A factor for quotients, which are computed as doubles: what is halfway in decimals may lie a bit below there, and is rounded up all the same. */
export const TIES = '1.00000000000001e0'
const entries = `CASE WHEN len(list_distinct(list_transform(es, lambda e: e.key))) = len(es) THEN map_from_entries(es)
  ELSE map_from_entries(list_filter(es, lambda e, i: list_position(list_transform(es, lambda o: o.key), e.key) = i)) END`
const VALID_URL = "regexp_full_match(u, '(?:[!#-;=?-Z_a-z~\\[\\]]|%[0-9A-Fa-f]{2}|[^\\x00-\\x7F])*')"

/**
 * Macros of DuckDB that the translation uses, by name: parameters and body, several where the type of an argument chooses.
 * A first parameter `w` is there for that choice alone. They are made in the connection that needs them.
 */
export const MACROS: Readonly<Record<string, string>> = {
  // numbers
  trino_divide: `(a, b) AS CASE WHEN typeof(a + b) IN ('DOUBLE', 'FLOAT') THEN cast_to_type(coalesce(a / b, CASE WHEN b = 0 THEN a * CAST('Infinity' AS DOUBLE) END), a + b)
    WHEN typeof(a + b) LIKE 'DECIMAL%' THEN cast_to_type(${quotient} * ${TIES}, (a + b) * 1 * 1) ELSE cast_to_type(${quotient}, a + b) END`,
  trino_ratio: "(a, b) AS coalesce(a / b, CASE WHEN b = 0 THEN a * CAST('Infinity' AS DOUBLE) END)",
  trino_mod: `(a, b) AS coalesce(a % b, CASE WHEN b = 0 AND a IS NOT NULL AND typeof(a % b) NOT IN ('DOUBLE', 'FLOAT') THEN ${zero} END)`,
  trino_floor: "(x) AS CASE WHEN typeof(x) LIKE '%INT%' THEN x ELSE cast_to_type(floor(x), x) END",
  trino_ceil: "(x) AS CASE WHEN typeof(x) LIKE '%INT%' THEN x ELSE cast_to_type(ceil(x), x) END",
  trino_wilson: '(n, all_, z, side) AS (n + z * z / 2e0 + side * z * sqrt(n * (1 - n / CAST(all_ AS DOUBLE)) + z * z / 4e0)) / (all_ + z * z)',
  trino_right_shift: "(x, n) AS CASE WHEN typeof(x) = 'INTEGER' THEN cast_to_type((CASE WHEN x < 0 THEN CAST(x AS BIGINT) + 4294967296 ELSE CAST(x AS BIGINT) END) >> n, x) ELSE cast_to_type(CASE WHEN x < 0 THEN CAST((CAST(x AS HUGEINT) + 18446744073709551616) // CAST(pow(2, n) AS HUGEINT) AS BIGINT) ELSE CAST(x AS BIGINT) >> n END, x) END",
  trino_number: "(x) AS CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN CAST(x AS VARCHAR) WHEN typeof(x) = 'BOOLEAN' THEN CASE WHEN CAST(x AS VARCHAR) = 'true' THEN '1' ELSE '0' END ELSE CAST(x AS VARCHAR) END",
  trino_fits: `(x, n) AS CASE WHEN length(x) > n THEN ${fail('Value % cannot be represented as varchar of that length', 'x')} ELSE x END`,
  // texts of values (td §5.6)
  trino_double_text: `(t) AS CASE WHEN t = 'nan' THEN 'NaN' WHEN t IN ('inf', '-inf') THEN replace(t, 'inf', 'Infinity') WHEN t IN ('0.0', '-0.0') THEN replace(t, '0.0', '0E0')
    WHEN contains(t, 'e') THEN split_part(t, 'e', 1) || CASE WHEN contains(t, '.') THEN '' ELSE '.0' END || 'E' || CAST(CAST(split_part(t, 'e', 2) AS INTEGER) AS VARCHAR)
    ELSE CASE WHEN starts_with(t, '-') THEN '-' ELSE '' END || regexp_replace(regexp_replace(replace(ltrim(t, '-0.'), '.', ''), '0+$', ''), '^(.)(.*)$', '\\1.\\2')
      || CASE WHEN length(regexp_replace(replace(ltrim(t, '-0.'), '.', ''), '0+$', '')) = 1 THEN '0' ELSE '' END
      || 'E' || CAST(CASE WHEN regexp_matches(t, '^-?0[.]') THEN -1 - length(regexp_extract(t, '[.](0*)', 1)) ELSE length(regexp_extract(t, '^-?([0-9]+)', 1)) - 1 END AS VARCHAR) END`,
  trino_text: `(x) AS CASE typeof(x) WHEN 'DOUBLE' THEN trino_double_text(CAST(x AS VARCHAR)) WHEN 'FLOAT' THEN trino_double_text(CAST(x AS VARCHAR))
    WHEN 'TIMESTAMP' THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g') WHEN 'TIMESTAMP WITH TIME ZONE' THEN strftime(timezone('UTC', TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMPTZ)), '%Y-%m-%d %H:%M:%S.%g') || ' UTC'
    WHEN 'JSON' THEN json_extract_string(TRY_CAST(CAST(x AS VARCHAR) AS JSON), '$') WHEN 'INTERVAL' THEN trino_interval_text(TRY_CAST(CAST(x AS VARCHAR) AS INTERVAL))
    WHEN 'TIME' THEN strftime(DATE '2000-01-01' + TRY_CAST(CAST(x AS VARCHAR) AS TIME), '%H:%M:%S.%g') ELSE CAST(x AS VARCHAR) END`,
  trino_interval_text: `(i) AS CASE WHEN i IS NULL THEN NULL WHEN datepart('year', i) * 12 + datepart('month', i) <> 0 THEN CASE WHEN i < INTERVAL 0 DAY THEN '-' ELSE '' END || CAST(abs(datepart('year', i) * 12 + datepart('month', i)) // 12 AS VARCHAR) || '-' || CAST(abs(datepart('year', i) * 12 + datepart('month', i)) % 12 AS VARCHAR)
    ELSE CASE WHEN i < INTERVAL 0 DAY THEN '-' ELSE '' END || CAST(abs(epoch_ms(i)) // 86400000 AS VARCHAR) || ' ' || strftime(make_timestamp(abs(epoch_ms(i)) % 86400000 * 1000), '%H:%M:%S.%g') END`,
  trino_json_text: `(j) AS CASE WHEN json_type(j) IN ('OBJECT', 'ARRAY') THEN ${fail('Cannot cast a JSON object or array to varchar: use json_format', 'j')} ELSE json_extract_string(j, '$') END`,
  trino_json_text_or_null: "(j) AS CASE WHEN json_type(j) IN ('OBJECT', 'ARRAY') THEN NULL ELSE json_extract_string(j, '$') END",
  trino_iso8601: `(x) AS CASE typeof(x) WHEN 'DATE' THEN CAST(x AS VARCHAR) WHEN 'TIMESTAMP' THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%g') ELSE strftime(timezone('UTC', TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMPTZ)), '%Y-%m-%dT%H:%M:%S.%gZ') END`,
  trino_type: `(t) AS replace(replace(replace(replace(replace(regexp_replace(regexp_replace(lower(t), '^(.*)\\[\\]$', 'array(\\1)'), 'timestamp$', 'timestamp(3)'), 'timestamp with', 'timestamp(3) with'), 'hugeint', 'bigint'), 'blob', 'varbinary'), 'float', 'real'), '"null"', 'unknown')`,
  // strict readings of texts
  trino_whole: strict(WHOLE, whole, fail('Cannot cast % to a whole number', 'x')),
  trino_whole_or_null: strict(WHOLE, whole, 'NULL'),
  trino_date: strict(DATE, 'CAST(x AS DATE)', fail('Value cannot be cast to date: %', 'x')),
  trino_date_or_null: strict(DATE, 'TRY_CAST(x AS DATE)', 'NULL'),
  trino_timestamp: strict(TIME, millis(`coalesce(${noMidnight(unzoned('CAST'))}, ${fail('Value cannot be cast to timestamp: %', 'x')})`), fail('Value cannot be cast to timestamp: %', 'x')).replace('(x)', '(x, p)'),
  trino_timestamp_or_null: strict(TIME, millis(noMidnight(unzoned('TRY_CAST'))), 'NULL').replace('(x)', '(x, p)'),
  trino_boolean: `(x) AS CASE WHEN x IS NULL THEN NULL WHEN ${isText} THEN ${truthOf} ELSE ${fail('Cannot cast % to boolean', 'x')} END ELSE CAST(x AS BOOLEAN) END`,
  trino_boolean_or_null: `(x) AS CASE WHEN ${isText} THEN ${truthOf} END ELSE TRY_CAST(x AS BOOLEAN) END`,
  // texts
  trino_substr: "(s, start) AS CASE WHEN start = 0 OR start < -length(s) THEN left(s, 0) ELSE substring(s, start) END, (s, start, size) AS CASE WHEN start = 0 OR start < -length(s) OR size <= 0 THEN left(s, 0) ELSE substring(s, start, size) END",
  trino_bytes: "(s, start, size) AS unhex(substring(hex(s), 2 * start - 1, 2 * size))",
  trino_replace: "(s, old, new) AS CASE WHEN old = '' THEN new || regexp_replace(s, '(.)', '\\1' || replace(new, '\\', '\\\\'), 'gs') ELSE replace(s, old, new) END",
  trino_split: `(s, d) AS CASE WHEN d = '' THEN ${fail('The delimiter may not be the empty string', 'concat(s, d)')} ELSE string_split(s, d) END,
    (s, d, n) AS CASE WHEN len(string_split(s, d)) <= n THEN string_split(s, d) ELSE list_append(list_slice(string_split(s, d), 1, n - 1), array_to_string(list_slice(string_split(s, d), n, len(string_split(s, d))), d)) END`,
  trino_split_map: `(s, d, k) AS map_from_entries(list_transform(list_filter(string_split(s, d), lambda p: p <> ''), lambda p: {'key': split_part(p, k, 1), 'value': substring(p, length(split_part(p, k, 1)) + length(k) + 1)}))`,
  trino_strpos: `(s, t, n) AS CASE WHEN t = '' THEN 1 WHEN n > 0 AND len(string_split(s, t)) > n THEN length(array_to_string(list_slice(string_split(s, t), 1, n), t)) + 1
    WHEN n < 0 AND len(string_split(s, t)) > -n THEN length(array_to_string(list_slice(string_split(s, t), 1, len(string_split(s, t)) + n), t)) + 1 WHEN s IS NULL OR t IS NULL THEN NULL ELSE 0 END`,
  trino_codepoint: `(s) AS CASE WHEN length(s) <> 1 THEN ${fail('codepoint takes one character', 's')} ELSE unicode(s) END`,
  // URLs: what java.net.URI does not read is NULL
  trino_url: `(u) AS CASE WHEN ${VALID_URL} THEN u END`,
  trino_url_decode: `(u) AS CASE WHEN contains(regexp_replace(u, '%[0-9A-Fa-f]{2}', '', 'g'), '%') THEN ${fail('URLDecoder: incomplete or illegal escape pattern in %', 'u')} ELSE url_decode(replace(u, '+', ' ')) END`,
  // arrays and maps
  trino_length: '(w BLOB, x) AS octet_length(x), (w VARCHAR, x) AS length(x)',
  trino_cardinality: '(w MAP(VARCHAR, VARCHAR), x) AS len(map_keys(x)), (w, x) AS len(x)',
  trino_entries: '(w MAP(VARCHAR, VARCHAR), x) AS map_entries(x), (w, x) AS x',
  trino_element: `(w MAP(VARCHAR, VARCHAR), x, i) AS x[i], (w, x, i) AS CASE WHEN i = 0 THEN ${fail('SQL array indices start at 1', 'x')} ELSE x[i] END`,
  trino_element_at: `(x, i) AS CASE WHEN i = 0 THEN ${fail('SQL array indices start at 1', 'x')} ELSE x[i] END`,
  trino_item: `(x, i) AS CASE WHEN i < 1 OR i > len(x) THEN ${fail('Array subscript is out of bounds', 'x')} ELSE x[i] END`,
  trino_value: `(x, k) AS CASE WHEN NOT list_contains(map_keys(x), k) THEN ${fail('Key not present in map', 'x')} ELSE x[k] END`,
  trino_row: Array.from({ length: 12 }, (_, n) => Array.from({ length: n + 1 }, (__, i) => `f${i}`)).map((names) => `(${names.join(', ')}) AS {${names.map((name, i) => `'field${i}': ${name}`).join(', ')}}`).join(', '),
  trino_distinct: '(l) AS list_filter(l, lambda x, i: list_position(l, x) = i)',
  trino_overlap: '(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN list_has_any(list_filter(a, lambda x: x IS NOT NULL), b) THEN true WHEN len(a) > 0 AND len(b) > 0 AND (len(a) <> len(list_filter(a, lambda x: x IS NOT NULL)) OR len(b) <> len(list_filter(b, lambda x: x IS NOT NULL))) THEN NULL ELSE false END',
  trino_contains: '(l, x) AS CASE WHEN l IS NULL OR x IS NULL THEN NULL WHEN list_contains(l, x) THEN true WHEN len(l) <> len(list_filter(l, lambda e: e IS NOT NULL)) THEN NULL ELSE false END',
  trino_map: `(es) AS ${entries}`,
  trino_multimap: "(es) AS map_from_entries(list_transform(list_filter(es, lambda e, i: list_position(list_transform(es, lambda o: o.key), e.key) = i), lambda e: {'key': e.key, 'value': list_transform(list_filter(es, lambda o: o.key = e.key), lambda o: o.value)}))",
  trino_frequent: "(m, n) AS map_from_entries(list_transform(list_slice(list_sort(list_transform(map_entries(m), lambda e: {'c': e.value, 'k': e.key}), 'DESC'), 1, n), lambda e: {'key': e.k, 'value': CAST(e.c AS BIGINT)}))",
}

/** Names of the macros that a text in DuckDB's words uses, those they use themselves first. */
export function macrosOf(sql: string): readonly string[] {
  const found = new Set<string>()
  const visit = (text: string): void => {
    for (const [name] of text.matchAll(/\btrino_\w+/g)) {
      const body = Object.hasOwn(MACROS, name) && !found.has(name) ? MACROS[name] : undefined
      if (body === undefined) continue
      visit(body)
      found.add(name)
    }
  }
  visit(sql)
  return [...found]
}
