-- Told once: a gap by the sweep that ends it, a stale last reading by the first sweep after the story's end.
WITH sweeps AS (
  SELECT account_id, time, lag(time) OVER (PARTITION BY account_id ORDER BY time) AS before
  FROM story_sweeps
),
this_sweep AS (
  SELECT account_id, time, before FROM sweeps WHERE time = (SELECT max(time) FROM story_sweeps)
),
stale AS (
  SELECT count(*) AS stories
  FROM story_final
  JOIN this_sweep ON this_sweep.account_id = story_final.account_id
  WHERE hours_before_end > 3
    AND gone_early = 0
    AND TD_TIME_PARSE(posted_at) + 86400 > coalesce(this_sweep.before, 0)
),
gap AS (
  SELECT count(*) AS accounts, cast(round(max(time - before) / 3600.0) AS bigint) AS hours
  FROM this_sweep
  WHERE time - before > 86400
)
SELECT
  gap.accounts + stale.stories AS missed,
  CASE
    WHEN gap.accounts > 0 THEN concat('no sweep for ', cast(gap.hours AS varchar), ' hours, so a story may have come and gone unseen')
    WHEN stale.stories > 0 THEN concat(cast(stale.stories AS varchar), ' last read more than three hours before the end')
    ELSE ''
  END AS reason
FROM gap
CROSS JOIN stale
