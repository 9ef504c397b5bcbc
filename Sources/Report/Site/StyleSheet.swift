// How the pages look: system fonts, one accent, light and dark, one column on a telephone, paper for handouts.

internal import Markup

enum StyleSheet {
  /// The content of the page's `style`.
  static let html: HTML = """
    :root{color-scheme:light dark;\(variables(.light))}
    @media (prefers-color-scheme:dark){:root{\(variables(.dark))}}
    \(base)
    \(layout)
    \(parts)
    \(HandoutStyle.html)

    """

  static func variables(_ palette: Palette) -> HTML {
    """
    --ground:\(palette.ground);--text:\(palette.text);--quiet:\(palette.quiet);--accent:\(palette.shape);\
    --edge:\(palette.range);--line:\(palette.rangeFilling);--confirmed:\(palette.confirmed);\
    --contradicted:\(palette.contradicted);--undecided:\(palette.undecided)
    """
  }

  private static let base: HTML = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
    body{margin:0;background:var(--ground);color:var(--text);overflow-wrap:anywhere;
    font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI","Helvetica Neue",Arial,sans-serif}
    h1,h2,h3,h4,h5,h6{line-height:1.25;font-weight:650;margin:0;text-wrap:balance}
    h1{font-size:clamp(1.9rem,1.5rem + 2vw,2.75rem);letter-spacing:-.02em}
    h2{font-size:1.5rem;letter-spacing:-.01em}
    h3{font-size:1.125rem}
    h4,h5,h6{font-size:1rem}
    p,ul,ol,dl,table,pre,blockquote,figure{margin:0}
    a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:.06em}
    a:hover{text-decoration-thickness:.14em}
    :focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:2px}
    main:focus{outline:none}
    code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
    img,svg{max-width:100%}
    hr{border:0;border-top:1px solid var(--line);margin:2rem 0}
    table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;line-height:1.4}
    th,td{text-align:start;padding:.55rem .75rem .55rem 0;border-bottom:1px solid var(--line);vertical-align:baseline}
    th:last-child,td:last-child{padding-inline-end:0}
    thead th{font-size:.8125rem;font-weight:500;color:var(--quiet)}
    tbody th{font-weight:500}
    caption{text-align:start;color:var(--quiet);font-size:.9375rem;padding-bottom:.5rem}
    .right{text-align:end}
    td.right,th.right,.shares td:last-child{overflow-wrap:normal}td.right,.shares td:last-child{white-space:nowrap}.story td,.story th{overflow-wrap:anywhere}.centre{text-align:center}
    .quiet{color:var(--quiet)}
    .small{font-size:.9375rem}
    .heard{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    .skip{position:absolute;inset-inline-start:1rem;top:-5rem;background:var(--ground);padding:.5rem 1rem}
    .skip:focus{top:1rem}
    .confirmed{color:var(--confirmed)}.contradicted{color:var(--contradicted)}.undecided{color:var(--undecided)}
    """

  private static let layout: HTML = """
    header.site,main,footer.site{max-width:76rem;margin-inline:auto;padding-inline:clamp(1rem,4vw,2.5rem)}
    header.site{padding-block:1.25rem}
    nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;list-style:none;padding:0}
    nav a{color:var(--quiet);text-decoration:none;display:inline-block;padding:.25rem 0;font-size:.9375rem}
    nav a:hover,nav a[aria-current]{color:var(--text);text-decoration:underline;text-decoration-color:var(--accent);
    text-decoration-thickness:2px;text-underline-offset:.4em}
    main{padding-block:clamp(1.5rem,4vw,3.5rem) 5rem}
    footer.site{padding-block:1.5rem 3rem;color:var(--quiet);font-size:.875rem}
    .lead{font-size:1.1875rem;line-height:1.5;color:var(--quiet);max-width:44rem;margin-top:.75rem}
    .title{margin-bottom:clamp(2rem,4vw,3.5rem)}
    .title .badge{margin-bottom:.75rem}
    .title nav{margin-top:1.25rem}
    .columns{display:grid;gap:3.5rem}
    .columns>*{min-width:0}
    .columns h2{margin-bottom:1.25rem}
    .columns>div>section+section{margin-top:4rem}
    section section{margin-top:2.25rem}
    section section h3,section section h4{margin-bottom:.75rem}
    aside{font-size:.9375rem}
    aside h2{font-size:1rem;letter-spacing:0}
    @media (min-width:64rem){
    .columns{grid-template-columns:minmax(0,1fr) 17rem;gap:5rem}
    aside{border-inline-start:1px solid var(--line);padding-inline-start:2rem}
    }
    .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,18rem),1fr));gap:1.5rem;list-style:none;padding:0}
    .cards>li{display:grid}
    .cards>li.card{align-content:start}
    .card{border:1px solid var(--line);border-radius:12px;padding:1.5rem;display:flex;flex-direction:column;gap:.75rem;position:relative}
    .card:hover{border-color:var(--edge)}
    .card h2{font-size:1.3125rem}
    .card h2 a{color:inherit;text-decoration:none}
    .card h2 a::after{content:"";position:absolute;inset:0;border-radius:12px}
    .card h2 a:focus-visible{outline:none}
    .card h2 a:focus-visible::after{outline:3px solid var(--accent);outline-offset:3px}
    .moved{margin-top:auto}
    .moved .trend{max-width:none;height:2.75rem}
    .after{margin-top:3.5rem}
    .side{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,22rem),1fr));gap:2.5rem;list-style:none;padding:0;margin-top:1.5rem}
    main>section+section{margin-top:4rem}
    main>section>h2{margin-bottom:1rem}
    main>section>section{margin-top:1.75rem}
    td.wide{width:40%;vertical-align:middle}
    """

  private static let parts: HTML = """
    .badge{display:inline-block;font-size:.8125rem;line-height:1.4;color:var(--quiet);white-space:nowrap}
    .verdict{font-weight:600;font-size:.9375rem}
    .counts{display:flex;flex-wrap:wrap;gap:.125rem 1rem;list-style:none;padding:0;font-size:.9375rem}
    .trend{display:block;width:100%;height:2.75rem;max-width:15rem}
    .trend polyline{fill:none;stroke:var(--accent);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
    .trend path{stroke:var(--accent);stroke-width:8;stroke-linecap:round}
    .trend *{vector-effect:non-scaling-stroke}
    .bar{display:block;width:100%;height:.5rem;min-width:3rem}
    .bar rect{fill:var(--accent)}.bar .ground{fill:var(--line)}
    table+table,p+table,.plain+table{margin-top:1.5rem}
    .shares th{width:40%}.shares td:last-child{width:4.5rem;padding-inline-start:.5rem;text-align:end}
    .shares td:nth-child(2){vertical-align:middle}
    .tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,9.5rem),1fr));gap:1.5rem;list-style:none;padding:0;margin-bottom:1rem}
    .tiles strong{display:block;font-size:2rem;line-height:1.2;font-weight:600;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
    .tiles span{display:block;font-size:.9375rem;line-height:1.4}
    .story{max-width:42rem}
    .story>*+*,.words>*+*{margin-top:1rem}
    .story>h3,.story>h4,.story>h5,.story>h6{margin-top:2rem}
    .story blockquote{border-inline-start:3px solid var(--line);padding-inline-start:1.25rem;color:var(--quiet)}
    .story pre{white-space:pre-wrap;border:1px solid var(--line);border-radius:8px;padding:1rem;line-height:1.45}
    .story ul,.story ol,.plain{padding-inline-start:1.25rem}
    .story li+li,.plain>li+li{margin-top:.35rem}
    .story sup{line-height:1}.notes{font-size:.9375rem;color:var(--quiet)}
    .story img{display:block;border-radius:8px;height:auto}
    .story .picture{color:var(--quiet);font-style:italic}
    .scroll{overflow-x:auto}
    .claims{list-style:none;padding:0}
    .claims>li{padding-block:1.25rem;border-top:1px solid var(--line)}
    .claims>li:last-child{border-bottom:1px solid var(--line)}
    .claims .says{font-size:1.0625rem;font-weight:600;line-height:1.4;margin-block:.125rem .25rem}
    .runs{list-style:none;padding:0;margin-top:.75rem;font-size:.875rem;color:var(--quiet);line-height:1.6}
    .history-bar{display:block;width:100%;max-width:30rem;height:.375rem;margin-top:.85rem}
    .history-bar .confirmed{fill:var(--confirmed)}.history-bar .contradicted{fill:var(--contradicted)}
    .history-bar .undecided{fill:var(--undecided)}.history-bar .absent{fill:var(--line)}
    .glance img{display:block;width:100%;max-width:40rem;height:auto;border:1px solid var(--line);border-radius:12px}
    .trends{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,13rem),1fr));gap:2rem;list-style:none;padding:0;margin-bottom:3rem}
    .trends p{font-size:.9375rem;line-height:1.4;margin-bottom:.5rem}
    .timeline{list-style:none;padding:0}
    .timeline>li{border-inline-start:2px solid var(--line);padding:0 0 2rem 1.5rem;position:relative}
    .timeline>li::before{content:"";position:absolute;inset-inline-start:-6px;top:.5rem;width:10px;height:10px;border-radius:5px;
    background:var(--accent);box-shadow:0 0 0 4px var(--ground)}
    .timeline>li.edit::before{background:var(--ground);border:2px solid var(--edge)}
    .timeline h3{font-size:1rem;line-height:1.5}
    .timeline .when{font-size:.875rem;color:var(--quiet)}
    .timeline .plain{font-size:.9375rem;margin-top:.5rem}
    details{margin-top:1.5rem}
    summary{cursor:pointer;color:var(--accent);padding-block:.25rem}
    details[open]>summary{margin-bottom:1rem}
    dl.facts dt{color:var(--quiet);font-size:.8125rem;margin-top:1.1rem}
    dl.facts dd{margin:0;line-height:1.5}
    .empty{border:1px dashed var(--edge);border-radius:12px;padding:2rem;max-width:42rem}
    .empty>*+*{margin-top:.75rem}
    .evolutions,.compare{display:flex;flex-wrap:wrap;gap:.75rem 1.5rem;align-items:center;border:1px solid var(--line);
    border-radius:12px;padding:1.25rem 1.5rem;margin-bottom:clamp(2rem,4vw,3.5rem)}
    .evolutions label,.compare legend{font-weight:600}
    .evolutions input{flex:1 1 14rem;accent-color:var(--accent);min-width:0;height:1.5rem}
    .evolutions #evolution{flex-basis:100%}
    .compare fieldset{border:0;padding:0;margin:0;min-width:0;display:flex;flex-wrap:wrap;gap:.5rem 1rem;flex:1 1 20rem}
    .compare legend{padding:0}
    .compare label{display:flex;gap:.5rem;align-items:center;min-width:0;overflow-wrap:normal}
    select,button{font:inherit;font-size:.9375rem;color:inherit;background:var(--ground);border:1px solid var(--edge);
    border-radius:6px;padding:.35rem .6rem;max-width:100%;min-width:0}
    button{color:var(--accent);cursor:pointer}
    [hidden]{display:none}
    .both{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr));gap:2rem}
    .both>section{margin-top:0}
    .both+section{margin-top:4rem}
    .claims-table td,.claims-table th{width:33%}
    .figures tbody th{min-width:5.5rem}
    .pager{display:flex;flex-wrap:wrap;gap:.5rem 2rem}
    @media (max-width:30rem){
    td.wide{display:none}
    body{font-size:1rem}
    th,td{padding-inline-end:.5rem;font-size:.875rem}
    .card{padding:1.25rem}
    .glance{margin-inline:-1rem}
    .glance img{border-inline:0;border-radius:0}
    .empty{padding:1.25rem}
    }
    """
}
