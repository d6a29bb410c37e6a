-- One row for each story that has ended, with its last numbers; without numbers where fewer than five saw it.
-- hours_before_end: how long before its end it was last read. gone_early: 1 where a sweep before its end did not find it any more.
WITH last_sweep AS (
  SELECT account_id, max(time) AS at FROM story_sweeps GROUP BY account_id
),
ended AS (
  SELECT stories.account_id, stories.media_id, username, media_type, permalink, caption, posted_at, stories.time AS listed, TD_TIME_PARSE(posted_at) + 86400 AS ends
  FROM stories
  JOIN last_sweep ON last_sweep.account_id = stories.account_id
  WHERE TD_TIME_PARSE(posted_at) + 86400 <= last_sweep.at
),
numbers AS (
  SELECT
    media_id,
    max(time) AS time,
    max(CASE WHEN metric = 'reach' THEN value END) AS reach,
    max(CASE WHEN metric = 'views' THEN value END) AS views,
    max(CASE WHEN metric = 'replies' THEN value END) AS replies,
    max(CASE WHEN metric = 'shares' THEN value END) AS shares,
    max(CASE WHEN metric = 'follows' THEN value END) AS follows,
    max(CASE WHEN metric = 'profile_visits' THEN value END) AS profile_visits,
    max(CASE WHEN metric = 'total_interactions' THEN value END) AS total_interactions,
    max(CASE WHEN metric = 'navigation' AND dimension_values = 'tap_forward' THEN value END) AS taps_forward,
    max(CASE WHEN metric = 'navigation' AND dimension_values = 'tap_back' THEN value END) AS taps_back,
    max(CASE WHEN metric = 'navigation' AND dimension_values = 'tap_exit' THEN value END) AS exits,
    max(CASE WHEN metric = 'navigation' AND dimension_values = 'swipe_forward' THEN value END) AS swipes_forward
  FROM story_insights
  GROUP BY media_id
),
later AS (
  -- Sweeps before the end that did not find it: the first hour after the listing is that sweep's own.
  SELECT ended.media_id, count(*) AS sweeps
  FROM ended
  JOIN story_sweeps ON story_sweeps.account_id = ended.account_id
  WHERE story_sweeps.time > ended.listed + 3600 AND story_sweeps.time <= ended.ends
  GROUP BY ended.media_id
)
SELECT
  ended.account_id, ended.username, ended.media_id, ended.media_type, ended.permalink, ended.caption, ended.posted_at,
  reach, views, replies, shares, follows, profile_visits, total_interactions, taps_forward, taps_back, exits, swipes_forward,
  (ended.ends - coalesce(numbers.time, ended.listed)) / 3600.0 AS hours_before_end,
  CASE WHEN later.sweeps > 0 THEN 1 ELSE 0 END AS gone_early,
  coalesce(numbers.time, ended.listed) AS time
FROM ended
LEFT JOIN numbers ON numbers.media_id = ended.media_id
LEFT JOIN later ON later.media_id = ended.media_id
