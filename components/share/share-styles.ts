/**
 * The looks of a shared page: the colours of app/globals.css, and nothing from anywhere else. Its hash stands in the
 * page's content security policy.
 */
export const shareStyles = `
:root{color-scheme:light dark;--canvas:light-dark(#fafafa,#0a0a0b);--surface:light-dark(#fff,#111113);--inset:light-dark(#f4f4f5,#1b1b1f);--line:light-dark(#e4e4e7,#26262a);--ink:light-dark(#18181b,#f4f4f5);--muted:light-dark(#52525b,#a1a1aa);--faint:light-dark(#63636c,#94949d);--link:light-dark(#1d4ed8,#93c5fd);--focus:light-dark(#2563eb,#60a5fa);--field:#71717a;
--critical:light-dark(#b91c1c,#fca5a5);--critical-tint:light-dark(#fef2f2,#3f0d10);--high:light-dark(#9a3412,#fdba74);--high-tint:light-dark(#fff7ed,#431407);--medium:light-dark(#854d0e,#fde047);--medium-tint:light-dark(#fefce8,#3a2a06);--low:light-dark(#1d4ed8,#93c5fd);--low-tint:light-dark(#eff6ff,#10244d);--ok:light-dark(#166534,#86efac);--ok-tint:light-dark(#f0fdf4,#0b2e1a);
--sans:ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif;--mono:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
*,::before,::after{box-sizing:border-box}
body{margin:0;background:var(--canvas);color:var(--ink);font:.875rem/1.5 var(--sans);font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
a{color:var(--link)}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:4px}
.banner{border-bottom:1px solid var(--line);background:var(--surface)}
.banner>div,main,footer{max-width:64rem;margin:0 auto;padding:.75rem 1.25rem}
.banner>div{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .75rem}
.banner b{font-weight:650;letter-spacing:-.01em}
.banner p{margin:0;color:var(--muted);overflow-wrap:anywhere}
main{display:grid;grid-template-columns:minmax(0,1fr);gap:1.25rem;padding-block:1.75rem}
h1,h2,h3,p,dl,dd,ul,ol{margin:0}
h1{font-size:1.4375rem;line-height:1.3;font-weight:650;letter-spacing:-.015em;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:1rem;font-weight:600}
h3{font-size:.8125rem;font-weight:600;color:var(--muted)}
.meta{margin-top:.25rem;color:var(--muted);overflow-wrap:anywhere}
.card{border:1px solid var(--line);border-radius:8px;background:var(--surface);min-width:0;overflow:clip}
.card>h2{padding:.75rem 1rem;border-bottom:1px solid var(--line)}
.pad{padding:1rem;display:grid;gap:.75rem}
ul.pad{padding-left:2rem}
.verdict{border-left:3px solid var(--field)}
.verdict.bad{border-left-color:var(--critical)}.verdict.good{border-left-color:var(--ok)}
.verdict p:first-child{font-size:1.0625rem;font-weight:600;text-wrap:pretty;overflow-wrap:anywhere}
.counts{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;padding:0}
.chip{display:inline-flex;align-items:center;border:1px solid var(--line);border-radius:5px;padding:.0625rem .375rem;font-size:.75rem;font-weight:500;background:var(--inset);color:var(--muted);max-width:100%;overflow-wrap:anywhere}
.critical{background:var(--critical-tint);color:var(--critical)}.high{background:var(--high-tint);color:var(--high)}.medium{background:var(--medium-tint);color:var(--medium)}.low{background:var(--low-tint);color:var(--low)}.ok{background:var(--ok-tint);color:var(--ok)}
details{border-bottom:1px solid var(--line);break-inside:avoid-page}
details:last-child{border-bottom:0}
summary{display:grid;grid-template-columns:1rem 5.25rem minmax(0,1fr);gap:.125rem .5rem;align-items:baseline;padding:.5625rem 1rem;cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
summary::before{content:"›";color:var(--faint);font-size:1.125rem;line-height:1}
details[open]>summary::before{transform:rotate(90deg)}
summary:hover{background:var(--inset)}
summary .chip{justify-self:start}
summary .what{overflow-wrap:anywhere}
summary .change{grid-column:3;color:var(--muted);font-size:.8125rem;overflow-wrap:anywhere}
.inside{display:grid;gap:.75rem;padding:.25rem 1rem 1rem 2.5rem}
.name{font-family:var(--mono);font-size:.95em;overflow-wrap:anywhere;unicode-bidi:isolate}
.faint{color:var(--faint);font-size:.75rem;overflow-wrap:anywhere}
.wrap{overflow-wrap:anywhere}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.8125rem;text-align:left}
th,td{padding:.375rem .625rem;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th{font-weight:500;color:var(--faint);font-size:.75rem}
tbody th{color:var(--ink);font-size:.8125rem}
tr:last-child>*{border-bottom:0}
pre{margin:0;padding:.75rem;border:1px solid var(--line);border-radius:6px;background:var(--inset);font:.75rem/1.6 var(--mono);white-space:pre-wrap;overflow-wrap:anywhere}
.diff ins,.diff del{display:block;text-decoration:none}.diff ins{background:light-dark(#d1fae5,#052e26)}.diff del{background:light-dark(#ffe4e6,#4c0519)}.diff i{color:var(--muted);font-family:var(--sans)}
.whole summary{grid-template-columns:1rem minmax(0,1fr);padding-inline:0}
.sides{display:grid;gap:.75rem}
.sides>div{min-width:0;display:grid;gap:.375rem;align-content:start}
.steps{list-style:none;padding:0;counter-reset:step}
.steps>li{counter-increment:step;display:grid;grid-template-columns:2.25rem minmax(0,1fr);padding:.75rem 1rem;border-bottom:1px solid var(--line);break-inside:avoid}
.steps>li:last-child{border-bottom:0}
.steps>li::before{content:counter(step);color:var(--faint);font-size:.75rem;padding-top:.75rem}
.steps>li>div{display:grid;gap:.375rem;min-width:0}
.chips{display:flex;flex-wrap:wrap;gap:.25rem}
.files{display:flex;flex-wrap:wrap;gap:.5rem}
.button{display:inline-flex;align-items:center;height:2.125rem;padding:0 .75rem;border:1px solid var(--field);border-radius:6px;background:var(--surface);color:var(--ink);font:500 .8125rem var(--sans);text-decoration:none;cursor:pointer}
.button:hover{background:var(--inset)}
footer{color:var(--faint);font-size:.75rem;padding-bottom:2.5rem;overflow-wrap:anywhere}
form{display:grid;gap:.75rem;max-width:22rem}
label{font-weight:500;font-size:.8125rem}
input{width:100%;min-height:2.25rem;padding:0 .625rem;border:1px solid var(--field);border-radius:6px;background:var(--canvas);color:var(--ink);font:inherit}
@media (width>=48rem){.sides{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}}
@media (width<30rem){summary{grid-template-columns:1rem minmax(0,1fr)}summary .what,summary .change{grid-column:2}.inside{padding-left:1rem}}
@media (forced-colors:active){.card,.chip,pre{border-color:CanvasText}}
@media print{:root{color-scheme:light}body{background:#fff}.files,.banner{border:0}.files{display:none}.card{overflow:visible}details:not([open])::details-content{content-visibility:visible;block-size:auto}summary::before{content:"";width:0}main,.banner>div,footer{max-width:none;padding-inline:0}@page{margin:16mm}}
`;
