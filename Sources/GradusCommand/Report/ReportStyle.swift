/// How the report looks, on wide and narrow screens, on light and dark ones, and on paper.
let reportStyle = """
  :root{color-scheme:light dark;--page:#fbfaf7;--card:#fff;--ink:#1d2126;--soft:#5d656e;--line:#e2dfd8;
  --blue:#0f6fb0;--green:#00805d;--red:#b8232f;--orange:#b54e00}
  @media (prefers-color-scheme:dark){:root{--page:#101317;--card:#171b21;--ink:#e7e9ec;--soft:#9aa4af;
  --line:#2a3038;--blue:#58aee8;--green:#35c497;--red:#ff7b7b;--orange:#f0924c}}
  *{box-sizing:border-box}
  html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
  body{margin:0 auto;max-width:62rem;padding:0 1.25rem 3rem;background:var(--page);color:var(--ink);
  font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
  h1,h2,h3{line-height:1.2;text-wrap:balance;margin:0}
  p{margin:.5rem 0}
  a{color:var(--blue);text-underline-offset:.15em}
  code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;
  font-size:.9em}
  .cover{display:flex;flex-wrap:wrap;align-items:center;gap:1.5rem 2rem;margin:2rem 0 2.5rem;
  padding:2.5rem clamp(1rem,4vw,2.5rem);background:var(--card);border:1px solid var(--line);
  border-radius:1rem;outline:1px solid var(--line);outline-offset:-.6rem}
  .cover>div{flex:1 1 20rem;min-width:0}
  .cover h1{font-size:clamp(2.6rem,8vw,4.2rem);letter-spacing:-.03em}
  .lead{font-size:1.2rem;color:var(--soft);margin:.2rem 0 1rem}
  .where,.counts{color:var(--soft)}
  .now,.counts,.date{margin:.2rem 0}
  .date{color:var(--soft)}
  .done{font-size:1.15rem;margin:.2rem 0}
  .name{overflow-wrap:anywhere}
  .abilities{flex:1 1 100%;border-top:1px solid var(--line);padding-top:1.2rem}
  .abilities h2{font-size:1.1rem}
  .abilities ul{list-style:none;margin:.6rem 0 0;padding:0}
  .abilities li{position:relative;padding-left:2.2rem;margin:.3rem 0;line-height:1.45}
  .abilities li a{position:absolute;left:0;width:1.6rem;text-align:right;font-weight:700;
  color:var(--green);text-decoration:none}
  .framework{margin-top:3.5rem}
  .framework h2{font-size:1.6rem;margin-bottom:.8rem}
  .framework table{width:100%}
  .framework th[scope=row]{white-space:normal}
  .framework .passed td:last-child{color:var(--green);font-weight:600}
  .framework .todo td:last-child{color:var(--soft)}
  .ring{flex:none;width:9rem;height:9rem}
  .ring circle{fill:none;stroke-width:9}
  .ring .track{stroke:var(--line)}
  .ring .share{stroke:var(--green)}
  .ring text{text-anchor:middle;fill:var(--ink)}
  .ring .big{font-size:34px;font-weight:700}
  .ring .small{font-size:13px;fill:var(--soft)}
  nav ol{list-style:none;margin:0;padding:0;display:grid;gap:.75rem;
  grid-template-columns:repeat(auto-fill,minmax(17rem,1fr))}
  nav a{display:grid;grid-template-columns:auto 1fr auto;gap:.1rem .8rem;align-items:center;
  height:100%;padding:.8rem 1rem;border:1px solid var(--line);border-radius:.7rem;
  background:var(--card);color:inherit;text-decoration:none}
  nav a:hover,nav a:focus-visible{border-color:var(--blue)}
  nav .number{grid-row:1/3;font-size:1.9rem;font-weight:700;color:var(--soft);min-width:1.2em}
  nav .complete .number{color:var(--green)}
  nav .title{grid-column:2/4;font-weight:600;line-height:1.3}
  nav .count{font-size:.85rem;color:var(--soft);white-space:nowrap}
  .marks{display:flex;gap:3px}
  .marks i{flex:0 1 .75rem;height:.4rem;border-radius:2px;background:var(--line)}
  .marks .passed{background:var(--green)}
  .marks .wrong{background:var(--red)}
  .lesson{margin-top:4.5rem;border-top:1px solid var(--line);padding-top:2rem}
  .lesson>header .number{color:var(--soft);margin:0;font-weight:600}
  .lesson h2{font-size:clamp(1.7rem,5vw,2.4rem);letter-spacing:-.02em}
  .introduction{max-width:44rem;color:var(--soft)}
  .exercises{list-style:none;margin:1.5rem 0 0;padding:0;display:grid;gap:.35rem 1.5rem;
  grid-template-columns:repeat(auto-fill,minmax(17rem,1fr))}
  .exercises li{display:flex;gap:.6rem;align-items:baseline;line-height:1.4}
  .exercises .what{color:var(--soft);font-size:.9rem}
  .exercises code{font-weight:600}
  .mark{flex:none;width:1.2rem;text-align:center;font-weight:700;color:var(--soft)}
  .passed .mark{color:var(--green)}
  .wrong .mark{color:var(--red)}
  .part{margin-top:2.5rem}
  .part h3{font-size:1.25rem;margin-bottom:.75rem}
  .items{display:flex;flex-wrap:wrap;align-items:flex-start;gap:1rem 1.5rem}
  figure{margin:0;padding:1rem;border:1px solid var(--line);border-radius:.7rem;
  background:var(--card);flex:1 1 27rem;max-width:calc(var(--width) + 2rem);min-width:0}
  figure.wide{flex-basis:100%}
  .plot{overflow-x:auto}
  .plot svg{display:block;margin:auto;width:100%;height:auto}
  figcaption{margin-top:.6rem;font-size:.92rem;color:var(--soft);max-width:44rem}
  .own{display:block;color:var(--orange)}
  .same{color:var(--green)}
  .scroll{overflow-x:auto;max-width:100%}
  table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
  th,td{padding:.3rem .9rem;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}
  th:first-child{text-align:left;padding-left:.2rem;font-weight:500}
  tbody th{position:sticky;left:0;background:var(--page)}
  thead th{color:var(--soft);font-weight:600}
  tbody tr:hover{background:color-mix(in srgb,var(--blue) 8%,transparent)}
  pre{overflow-x:auto;max-width:100%;margin:0;padding:.8rem 1rem;border:1px solid var(--line);border-radius:.5rem;
  background:var(--card);line-height:1.45}
  .note{font-size:.88rem;color:var(--soft)}
  footer{margin-top:5rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.88rem;
  color:var(--soft)}
  @media (max-width:40rem){body{padding:0 1rem 2rem}
  .cover{margin:1rem 0 1.5rem;padding:1.8rem 1.4rem}
  .ring{width:7rem;height:7rem}
  figure{padding:.75rem .5rem}
  .plot svg{min-width:min(calc(var(--width)*.72),44rem)}}
  @media print{:root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#ccc}
  html{font-size:10pt}
  body{max-width:none;padding:0}
  figure,table,pre,.exercises li{break-inside:avoid}
  h2,h3{break-after:avoid}
  .cover{break-after:page}
  .lesson{break-before:page;border:0;margin-top:0}
  a{color:inherit}}
  """
