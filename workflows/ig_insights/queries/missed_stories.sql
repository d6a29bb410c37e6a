-- Told once: a gap by the sweep that ends it, a stale last reading by the first sweep after the story's end.
WITH sweeps AS (
  SELECT time, lag(time) OVER (ORDER BY time) AS before
  FROM (SELECT DISTINCT time FROM story_sweeps) AS times
),
this_sweep AS (
  SELECT time, before FROM sweeps ORDER BY time DESC LIMIT 1
),
stale AS (
  SELECT count(*) AS stories
  FROM story_final
  CROSS JOIN this_sweep
  WHERE hours_before_end > 3
    AND TD_TIME_PARSE(posted_at) + 86400 > coalesce(this_sweep.before, 0)
),
gap AS (
  SELECT CASE WHEN before IS NOT NULL AND time - before > 86400 THEN 1 ELSE 0 END AS found, (time - before) / 3600 AS hours
  FROM this_sweep
)
SELECT
  gap.found + stale.stories AS missed,
  CASE
    WHEN gap.found = 1 THEN concat('no sweep for ', cast(gap.hours AS varchar), ' hours, so a story may have come and gone unseen')
    WHEN stale.stories > 0 THEN concat(cast(stale.stories AS varchar), ' ended more than three hours after the last reading')
    ELSE ''
  END AS reason
FROM gap
CROSS JOIN stale
