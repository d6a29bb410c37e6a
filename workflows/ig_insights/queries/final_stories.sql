-- One row for each story that has ended, with its last numbers. `hours_before_end` is how long before its end they were read.
WITH last_sweep AS (
  SELECT max(time) AS at FROM story_sweeps
)
SELECT
  account_id,
  max(username) AS username,
  media_id,
  max(media_type) AS media_type,
  max(permalink) AS permalink,
  max(posted_at) AS posted_at,
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
  max(CASE WHEN metric = 'navigation' AND dimension_values = 'swipe_forward' THEN value END) AS swipes_forward,
  (min(TD_TIME_PARSE(posted_at)) + 86400 - max(story_insights.time)) / 3600.0 AS hours_before_end,
  max(story_insights.time) AS time
FROM story_insights
CROSS JOIN last_sweep
WHERE TD_TIME_PARSE(posted_at) + 86400 <= last_sweep.at
GROUP BY account_id, media_id
