/** The page's frame; the script fills `main`. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>trowel</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/style.css">
</head>
<body>
<header>
<a class="brand" href="/">trowel</a>
<nav>
<a href="/">Sessions</a>
<a href="/projects">Projects</a>
<a href="/schedules">Schedules</a>
</nav>
<span id="live" role="status"></span>
</header>
<main id="main" aria-live="off"><p class="quiet">Loading…</p></main>
<noscript><p class="quiet">This page needs JavaScript; the command <code>wf sessions</code> shows the same.</p></noscript>
<script src="/page/script.js" type="module"></script>
</body>
</html>
`
