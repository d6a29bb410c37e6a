/**
 * Runs first in every fresh context: takes away what is newer than ECMAScript 5, adds digdag's Java text methods and a
 * `Date` in the zone of the task (digdag §4.1), and answers `{ freeze, run }`. It is text because it runs inside QuickJS.
 * `host`: `offset(instant)` seconds, `instant(wall millis)`, `zoneName(instant)`.
 */
export const PRELUDE = String.raw`(function (host) {
'use strict';
var global = (0, eval)('this');
var apply = Reflect.apply, construct = Reflect.construct, ownNames = Object.getOwnPropertyNames, ownSymbols = Object.getOwnPropertySymbols;
var define = Object.defineProperty, describe = Object.getOwnPropertyDescriptor, prototypeOf = Object.getPrototypeOf, freezeObject = Object.freeze, remove = Reflect.deleteProperty;
var decompose = String.prototype.normalize, parse = JSON.parse, stringify = JSON.stringify, NativeString = String, Seen = Set, TypeErr = TypeError, RangeErr = RangeError;

function keepOnly(object, names) {
  var keep = names.split(' ');
  ownNames(object).forEach(function (name) { if (keep.indexOf(name) < 0) remove(object, name); });
}
function add(object, methods) {
  Object.keys(methods).forEach(function (name) { define(object, name, { value: methods[name], writable: true, configurable: true, enumerable: false }); });
}

// ---- the library of ECMAScript 5
keepOnly(Object, 'length name prototype getPrototypeOf getOwnPropertyDescriptor getOwnPropertyNames create defineProperty defineProperties seal freeze preventExtensions isSealed isFrozen isExtensible keys');
keepOnly(Array, 'length name prototype isArray');
keepOnly(Array.prototype, 'length constructor toString toLocaleString concat join pop push reverse shift slice sort splice unshift indexOf lastIndexOf every some forEach map filter reduce reduceRight');
keepOnly(String, 'length name prototype fromCharCode');
keepOnly(String.prototype, 'length constructor toString valueOf charAt charCodeAt concat indexOf lastIndexOf localeCompare match replace search slice split substring substr toLowerCase toLocaleLowerCase toUpperCase toLocaleUpperCase trim trimLeft trimRight anchor big blink bold fixed fontcolor fontsize italics link small strike sub sup');
keepOnly(Number, 'length name prototype MAX_VALUE MIN_VALUE NaN NEGATIVE_INFINITY POSITIVE_INFINITY');
keepOnly(Math, 'E LN10 LN2 LOG2E LOG10E PI SQRT1_2 SQRT2 abs acos asin atan atan2 ceil cos exp floor log max min pow random round sin sqrt tan');
keepOnly(RegExp, 'length name prototype');
keepOnly(Function.prototype, 'length name constructor toString apply call bind arguments caller');
keepOnly(Error, 'length name prototype');
var guarded = 'join reverse slice sort splice indexOf lastIndexOf every some forEach map filter reduce reduceRight concat unshift toString toLocaleString'.split(' ');
guarded.forEach(function (name) {
  var original = Array.prototype[name];
  var method = { m: function () {
    if (this != null && this.length > 1e6) throw new RangeErr('Array is longer than 1000000 elements');
    return apply(original, this, arguments);
  } }.m;
  define(method, 'name', { value: name });
  add(Array.prototype, (function (o) { o[name] = method; return o; })({}));
});

'keys getPrototypeOf getOwnPropertyNames'.split(' ').forEach(function (name) {
  var original = Object[name];
  var method = { m: function (object) {
    if (object === null || (typeof object !== 'object' && typeof object !== 'function')) throw new TypeErr(name === 'getPrototypeOf' ? NativeString(object) + ' is not an Object' : 'Object.' + name + ' called on non-object');
    return original(object);
  } }.m;
  define(method, 'name', { value: name });
  add(Object, (function (o) { o[name] = method; return o; })({}));
});

// ---- texts in the order of Java's Collator: letters, then accents, then small before capital
function collationKey(text) {
  var base = '', accents = '', capitals = '', parts = apply(decompose, text, ['NFD']).replace(/\u00DF/g, 'ss');
  for (var i = 0; i < parts.length; i++) {
    var c = parts[i], small = c.toLowerCase();
    if (c >= '\u0300' && c <= '\u036F') { accents += NativeString.fromCharCode(base.length) + c; continue; }
    if (c === ' ' || c === '-') continue;
    base += /[0-9]/.test(c) ? '\u0001' + c : small !== c.toUpperCase() ? '\u0002' + small : '\u0000' + c;
    capitals += small === c ? '0' : '1';
  }
  return [base, accents, capitals, text.length, text];
}
function collate(a, b) {
  var left = collationKey(a), right = collationKey(b);
  for (var i = 0; i < left.length; i++) if (left[i] !== right[i]) return left[i] < right[i] ? -1 : 1;
  return 0;
}

// ---- Java's text methods
var POSIX = { Lower: 'a-z', Upper: 'A-Z', ASCII: '\\x00-\\x7F', Alpha: 'a-zA-Z', Digit: '0-9', Alnum: 'a-zA-Z0-9', Punct: '!-\\/:-@\\[-\\x60{-~', Graph: '!-~', Print: ' -~', Blank: ' \\t', Cntrl: '\\x00-\\x1F\\x7F', XDigit: '0-9a-fA-F', Space: ' \\t\\n\\x0B\\f\\r' };
function regexp(source, whole, first) {
  var flags = first ? '' : 'g', text = '', inClass = false;
  source = NativeString(source);
  var inline = /^\(\?([ims]+)\)/.exec(source);
  if (inline) { flags += inline[1]; source = source.slice(inline[0].length); }
  for (var i = 0; i < source.length; i++) {
    var c = source[i], next = source[i + 1];
    if (c === '\\') {
      i++;
      if (next === undefined) throw new SyntaxError('Unexpected internal error near index ' + i + ' ' + source);
      var posix = next === 'p' || next === 'P' ? /^\{(\w+)\}/.exec(source.slice(i + 1)) : null;
      if (next === 'Q') {
        var end = source.indexOf('\\E', i);
        var quoted = source.slice(i + 1, end < 0 ? source.length : end);
        text += quoted.replace(/[\\^$.*+?()[\]{}|\/-]/g, function (q) { return '\\' + q; });
        i = end < 0 ? source.length : end + 1;
      } else if (posix && POSIX[posix[1]]) {
        text += inClass && next === 'p' ? POSIX[posix[1]] : '[' + (next === 'P' ? '^' : '') + POSIX[posix[1]] + ']';
        i += posix[0].length;
      } else if (posix) {
        var name = posix[1].replace(/^Is(?=[A-Z])/, '');
        text += '\\' + next + '{' + (/^(Latin|Han|Hiragana|Katakana|Greek|Cyrillic|Hebrew|Arabic|Thai|Hangul)$/.test(name) ? 'Script=' + name : name) + '}';
        if (flags.indexOf('u') < 0) flags += 'u';
        i += posix[0].length;
      } else if (next === 'A') text += '^';
      else if (next === 'z' || next === 'Z') text += '$';
      else if (next === 'h') text += inClass ? ' \\t\\xA0' : '[ \\t\\xA0]';
      else if (next === 'R') text += '(?:\\r\\n|[\\n\\x0B\\f\\r\\u2028\\u2029])';
      else if (next === 'a') text += '\\x07';
      else if (next === 'e') text += '\\x1B';
      else text += '\\' + next;
    } else if (inClass) {
      if (c === ']') inClass = false;
      text += c === '[' ? '\\[' : c;
    } else if (c === '[') {
      inClass = true; text += c;
      if (next === '^') { text += next; i++; }
      if (source[i + 1] === ']') { text += '\\]'; i++; }
    } else if (c === '+' && /(?:^|[^\\])(?:[*+?]|\{\d+(?:,\d*)?\})$/.test(text)) continue; // possessive
    else text += c;
  }
  try { return new RegExp(whole ? '^(?:' + text + ')$' : text, flags); } catch (e) { throw new SyntaxError('Invalid regular expression: ' + source); }
}
function replacement(template, groups, named) {
  var text = '';
  for (var i = 0; i < template.length; i++) {
    var c = template[i];
    if (c === '\\') {
      if (++i >= template.length) throw new TypeErr('character to be escaped is missing');
      text += template[i];
    } else if (c === '$') {
      var name = /^\{(\w+)\}/.exec(template.slice(i + 1)), digits = /^\d+/.exec(template.slice(i + 1));
      if (name) { if (!named || !(name[1] in named)) throw new TypeErr('No group with name {' + name[1] + '}'); text += named[name[1]] === undefined ? '' : named[name[1]]; i += name[0].length; }
      else if (digits) {
        var number = digits[0];
        while (number.length > 1 && +number >= groups.length) number = number.slice(0, -1);
        if (+number >= groups.length) throw new TypeErr('No group ' + number);
        text += groups[+number] === undefined ? '' : groups[+number]; i += number.length;
      } else throw new TypeErr('Illegal group reference');
    } else text += c;
  }
  return text;
}
var replaceText = String.prototype.replace, testText = RegExp.prototype.test;
function replaceJava(subject, pattern, by, first) {
  by = NativeString(by);
  return apply(replaceText, NativeString(subject), [regexp(pattern, false, first), function () {
    var last = arguments.length - 1, named = typeof arguments[last] === 'object' ? arguments[last--] : undefined, groups = [];
    for (var i = 0; i < last - 1; i++) groups.push(arguments[i]);
    return replacement(by, groups, named);
  }]);
}
function compare(a, b) {
  a = NativeString(a); b = NativeString(b);
  for (var i = 0; i < a.length && i < b.length; i++) if (a.charCodeAt(i) !== b.charCodeAt(i)) return a.charCodeAt(i) - b.charCodeAt(i);
  return a.length - b.length;
}
add(String.prototype, {
  localeCompare: function localeCompare(other) { return collate(NativeString(this), NativeString(other)); },
  contains: function contains(part) { return NativeString(this).indexOf(NativeString(part)) >= 0; },
  contentEquals: function contentEquals(other) { return NativeString(this) === NativeString(other); },
  equals: function equals(other) { return typeof other === 'string' && NativeString(this) === other; },
  equalsIgnoreCase: function equalsIgnoreCase(other) { return typeof other === 'string' && NativeString(this).toLowerCase() === other.toLowerCase(); },
  isEmpty: function isEmpty() { return this.length === 0; },
  isBlank: function isBlank() { return /^\s*$/.test(NativeString(this)); },
  startsWith: function startsWith(part, from) { return NativeString(this).substr(from === undefined ? 0 : from, NativeString(part).length) === NativeString(part); },
  endsWith: function endsWith(part) { part = NativeString(part); return this.length >= part.length && NativeString(this).slice(this.length - part.length) === part; },
  matches: function matches(pattern) { return apply(testText, regexp(pattern, true, true), [NativeString(this)]); },
  replaceAll: function replaceAll(pattern, by) { return replaceJava(this, pattern, by, false); },
  replaceFirst: function replaceFirst(pattern, by) { return replaceJava(this, pattern, by, true); },
  repeat: function repeat(count) { if (count < 0) throw new RangeErr('count is negative: ' + count); var text = NativeString(this), result = ''; for (count = Math.floor(count) || 0; count > 0; count = Math.floor(count / 2)) { if (count % 2) result += text; text += text; } return result; },
  strip: function strip() { return NativeString(this).trim(); },
  stripLeading: function stripLeading() { return NativeString(this).replace(/^\s+/, ''); },
  stripTrailing: function stripTrailing() { return NativeString(this).replace(/\s+$/, ''); },
  compareTo: function compareTo(other) { return compare(this, other); },
  compareToIgnoreCase: function compareToIgnoreCase(other) { return compare(NativeString(this).toLowerCase(), NativeString(other).toLowerCase()); },
  hashCode: function hashCode() { var h = 0, s = NativeString(this); for (var i = 0; i < s.length; i++) h = (h * 31 + s.charCodeAt(i)) | 0; return h; },
  subSequence: function subSequence(from, to) { return NativeString(this).substring(from, to); },
  codePointAt: function codePointAt(at) { var s = NativeString(this), a = s.charCodeAt(at), b = s.charCodeAt(at + 1); return a >= 0xD800 && a < 0xDC00 && b >= 0xDC00 && b < 0xE000 ? (a - 0xD800) * 1024 + (b - 0xDC00) + 0x10000 : a; },
  intern: function intern() { return NativeString(this); },
  formatted: function formatted() { return formatJava(NativeString(this), arguments, 0); }
});
function grouped(digits) { return digits.replace(/\B(?=(\d{3})+$)/g, ','); }
function formatOne(flags, precision, kind, value, whole) {
  var lower = kind.toLowerCase();
  if (value === null || value === undefined) return lower === 'b' ? 'false' : 'null';
  if (lower === 's') return precision === undefined ? NativeString(value) : NativeString(value).slice(0, precision);
  if (lower === 'b') return NativeString(typeof value === 'boolean' ? value : true);
  if (lower === 'c') return typeof value === 'number' ? NativeString.fromCharCode(value) : NativeString(value);
  if (lower === 'h') return NativeString(value).hashCode().toString(16);
  if (typeof value !== 'number' || ('dxo'.indexOf(lower) >= 0 && value % 1 !== 0)) throw new TypeErr('java.util.IllegalFormatConversionException: ' + whole + ' != ' + typeof value);
  var size = Math.abs(value), text;
  if (lower === 'd') text = size.toFixed(0);
  else if (lower === 'x' || lower === 'o') return (flags.indexOf('#') >= 0 ? (lower === 'x' ? '0x' : '0') : '') + (value < 0 ? value + 4294967296 : value).toString(lower === 'x' ? 16 : 8);
  else if (lower === 'f') text = size.toFixed(precision === undefined ? 6 : precision);
  else if (lower === 'e') text = size.toExponential(precision === undefined ? 6 : precision).replace(/e([+-])(\d)$/, 'e$10$2');
  else if (lower === 'g') text = size.toPrecision(precision === undefined ? 6 : precision || 1);
  else throw new TypeErr("java.util.UnknownFormatConversionException: Conversion = '" + kind + "'");
  if (flags.indexOf(',') >= 0) text = text.replace(/^\d+/, grouped);
  var negative = value < 0 || (value === 0 && 1 / value < 0 && lower !== 'd');
  if (negative) return flags.indexOf('(') >= 0 ? '(' + text + ')' : '-' + text;
  return (flags.indexOf('+') >= 0 ? '+' : flags.indexOf(' ') >= 0 ? ' ' : '') + text;
}
function formatJava(format, args, from) {
  var at = from;
  return NativeString(format).replace(/%(?:(\d+)\$)?([-#+ 0,(]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g, function (whole, position, flags, width, precision, kind) {
    if (kind === 'n') return '\n';
    if (kind === '%') return '%';
    var index = position ? from + +position - 1 : at++;
    if (index >= args.length) throw new TypeErr("java.util.MissingFormatArgumentException: Format specifier '" + whole + "'");
    var text = formatOne(flags, precision === undefined ? undefined : +precision, kind, args[index], whole);
    if (kind !== kind.toLowerCase()) text = text.toUpperCase();
    var missing = (width ? +width : 0) - text.length;
    if (missing <= 0) return text;
    if (flags.indexOf('-') >= 0) return text + ' '.repeat(missing);
    if (flags.indexOf('0') < 0 || 'sScCbB'.indexOf(kind) >= 0) return ' '.repeat(missing) + text;
    var sign = /^[-+ (]/.test(text) ? text[0] : '';
    return sign + '0'.repeat(missing) + text.slice(sign.length);
  });
}
var JavaString = function String(value) { return value === undefined ? '' : NativeString(value); };
add(JavaString, {
  format: function format(pattern) { return formatJava(pattern, arguments, 1); },
  join: function join(separator, parts) { return Array.isArray(parts) ? parts.join(separator) : Array.prototype.slice.call(arguments, 1).join(separator); },
  valueOf: function valueOf(value) { return NativeString(value); }
});
define(global, 'Java', { value: { type: function type(name) {
  if (NativeString(name) === 'java.lang.String') return JavaString;
  throw new TypeErr('Access to host class ' + name + ' is not allowed or does not exist.');
} }, configurable: true });

` + String.raw`
// ---- Date in the zone of the task
var NativeDate = Date, dates = NativeDate.prototype, getTime = dates.getTime, setTime = dates.setTime, now = NativeDate.now, utc = NativeDate.UTC, nativeParse = NativeDate.parse;
var toWall = function (t) { return new NativeDate(t + host.offset(t) * 1000); };
var DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'], MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
function two(n) { return n < 10 ? '0' + n : '' + n; }
var ISO = /^(?:[+-]\d{6}|\d{4})(?:-\d\d(?:-\d\d)?)?(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;
function parseDate(text) {
  text = NativeString(text);
  var iso = ISO.exec(text);
  // ECMAScript 5: a time without a zone is UTC
  if (iso) return nativeParse(iso[1] === undefined || iso[2] !== undefined ? text : text + 'Z');
  if (/(?:\b(?:GMT|UTC|UT|Z|[ECMP][SD]T)\b|[+-]\d\d:?\d\d)\s*(?:\(.*\))?\s*$/.test(text)) return nativeParse(text);
  var wall = nativeParse(text + ' GMT');
  return isNaN(wall) ? wall : host.instant(wall);
}
function ZonedDate(a, b, c, d, e, f, g) {
  if (!new.target) return new ZonedDate().toString();
  var value;
  if (arguments.length === 0) value = now();
  else if (arguments.length === 1) {
    var given = a instanceof NativeDate ? apply(getTime, a, []) : a;
    if (given !== null && (typeof given === 'object' || typeof given === 'function')) { given = a.valueOf(); if (given !== null && typeof given === 'object') given = NativeString(a); }
    value = typeof given === 'string' ? parseDate(given) : +given;
  } else {
    value = utc(+a, +b, c === undefined ? 1 : +c, d === undefined ? 0 : +d, e === undefined ? 0 : +e, f === undefined ? 0 : +f, g === undefined ? 0 : +g);
    if (!isNaN(value)) value = host.instant(value);
  }
  return construct(NativeDate, [value], new.target);
}
ZonedDate.prototype = dates;
keepOnly(dates, 'constructor toString toDateString toTimeString toLocaleString toLocaleDateString toLocaleTimeString valueOf getTime getFullYear getUTCFullYear getMonth getUTCMonth getDate getUTCDate getDay getUTCDay getHours getUTCHours getMinutes getUTCMinutes getSeconds getUTCSeconds getMilliseconds getUTCMilliseconds getTimezoneOffset setTime setMilliseconds setUTCMilliseconds setSeconds setUTCSeconds setMinutes setUTCMinutes setHours setUTCHours setDate setUTCDate setMonth setUTCMonth setFullYear setUTCFullYear toUTCString toGMTString toISOString toJSON getYear setYear');
add(ZonedDate, { now: function () { return now(); }, parse: function parse(text) { return parseDate(text); }, UTC: utc });
define(ZonedDate, 'name', { value: 'Date' });
define(ZonedDate, 'length', { value: 7 });
'FullYear Month Date Day Hours Minutes Seconds Milliseconds'.split(' ').forEach(function (field) {
  var get = dates['getUTC' + field], set = dates['setUTC' + field], methods = {};
  methods['get' + field] = function () {
    var t = apply(getTime, this, []);
    return isNaN(t) ? NaN : apply(get, toWall(t), []);
  };
  if (set) methods['set' + field] = function () {
    var t = apply(getTime, this, []);
    if (isNaN(t)) { if (field !== 'FullYear') return NaN; t = -host.offset(0) * 1000; }
    var wall = toWall(t);
    apply(set, wall, arguments);
    var changed = apply(getTime, wall, []);
    return apply(setTime, this, [isNaN(changed) ? NaN : host.instant(changed)]);
  };
  add(dates, methods);
});
function datePart(w) { return DAYS[w.getUTCDay()] + ' ' + MONTHS[w.getUTCMonth()] + ' ' + two(w.getUTCDate()) + ' ' + ('000' + w.getUTCFullYear()).slice(w.getUTCFullYear() > 9999 ? 3 : -4); }
function timePart(t, w) {
  var minutes = Math.round(host.offset(t) / 60), size = Math.abs(minutes);
  return two(w.getUTCHours()) + ':' + two(w.getUTCMinutes()) + ':' + two(w.getUTCSeconds()) + ' GMT' + (minutes < 0 ? '-' : '+') + two(Math.floor(size / 60)) + two(size % 60) + ' (' + host.zoneName(t) + ')';
}
function shown(make) {
  return function () {
    var t = apply(getTime, this, []);
    return isNaN(t) ? 'Invalid Date' : make(t, toWall(t));
  };
}
var dateText = shown(function (t, w) { return datePart(w); }), timeText = shown(function (t, w) { return timePart(t, w); }), wholeText = shown(function (t, w) { return datePart(w) + ' ' + timePart(t, w); });
add(dates, {
  constructor: ZonedDate, toString: wholeText, toLocaleString: wholeText, toDateString: dateText, toLocaleDateString: shown(function (t, w) { return w.toISOString().slice(0, 10); }), toTimeString: timeText, toLocaleTimeString: shown(function (t, w) { return two(w.getUTCHours()) + ':' + two(w.getUTCMinutes()) + ':' + two(w.getUTCSeconds()); }),
  getTimezoneOffset: function getTimezoneOffset() { var t = apply(getTime, this, []); return isNaN(t) ? NaN : -host.offset(t) / 60 || 0; },
  getYear: function getYear() { return this.getFullYear() - 1900; },
  setYear: function setYear(year) { year = +year; return this.setFullYear(year >= 0 && year <= 99 ? 1900 + Math.floor(year) : year, this.getMonth(), this.getDate()); }
});
define(global, 'Date', { value: ZonedDate, writable: true, configurable: true });

// ---- globals of ECMAScript 5, all fixed
var KEPT = 'Error EvalError RangeError ReferenceError SyntaxError TypeError URIError Array Object Function parseInt parseFloat isNaN isFinite decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape Infinity NaN undefined eval Number Boolean String Math Date RegExp JSON Java';
ownNames(global).forEach(function (name) { if (KEPT.split(' ').indexOf(name) < 0) remove(global, name); });
define(global, 'template', { value: function template() {}, configurable: true });

// A fixed prototype would stop its heirs from having members of these names of their own
function letHeirsOverride(proto) {
  ownNames(proto).forEach(function (name) {
    var d = describe(proto, name);
    if (!d || !('value' in d) || !d.configurable) return;
    define(proto, name, { configurable: true, enumerable: d.enumerable, get: function () { return d.value; }, set: function (v) {
      if (this === proto) return;
      define(this, name, { value: v, writable: true, enumerable: true, configurable: true });
    } });
  });
}
[Object.prototype, Function.prototype, Error.prototype, EvalError.prototype, RangeError.prototype, ReferenceError.prototype, SyntaxError.prototype, TypeError.prototype, URIError.prototype].forEach(letHeirsOverride);

var seen = new Seen();
function freezeAll(root) {
  var waiting = [root], value, keys, i, d;
  while (waiting.length > 0) {
    value = waiting.pop();
    if (value === null || (typeof value !== 'object' && typeof value !== 'function') || value === global || seen.has(value)) continue;
    seen.add(value);
    waiting.push(prototypeOf(value));
    keys = ownNames(value);
    // a built-in function has a length and a name and nothing else
    if (typeof value !== 'function' || keys.length > 2) {
      keys = keys.concat(ownSymbols(value));
      for (i = 0; i < keys.length; i++) if ((d = describe(value, keys[i])) !== undefined) waiting.push(d.value, d.get, d.set);
    }
    freezeObject(value);
  }
}
var base = {};
function freeze() {
  ownNames(global).forEach(function (name) {
    var d = describe(global, name);
    freezeAll(d.value);
    define(global, name, { value: d.value, writable: false, configurable: false, enumerable: d.enumerable });
    base[name] = true;
  });
}
function sweep() {
  var names = ownNames(global), left = 0;
  for (var i = 0; i < names.length; i++) if (base[names[i]] !== true && !remove(global, names[i])) left++;
  return left;
}
var has = Object.prototype.hasOwnProperty;
function textOf(value) { return value == null ? '' : typeof value === 'string' ? value : '' + stringify(value); }
/* Answers JSON: [clean, texts] or [clean, null, message, stack]. */
function run(evaluate, variables, leftovers) {
  var answer;
  if (leftovers) { var l = parse(leftovers); global.all = l.all; global.match = l.match === null ? undefined : l.match; global.m = l.match === null ? [''] : [l.all, l.match]; }
  freezeObject(evaluate);
  try { answer = [true, apply(evaluate, parse(variables), [textOf])]; }
  catch (e) {
    var isError = e !== null && typeof e === 'object' && e instanceof Error;
    answer = [true, null, isError && e.name ? (e.message ? e.name + ': ' + e.message : '' + e.name) : e !== null && typeof e === 'object' ? (Array.isArray(e) ? 'Array' : 'Object') : '' + NativeString(e), isError ? '' + e.stack : ''];
  }
  answer[0] = sweep() === 0 && ownSymbols(global).length === symbolsBefore;
  return stringify(answer);
}
freezeObject(textOf);
var symbolsBefore = ownSymbols(global).length;
return { freeze: freeze, run: run };
})`
