// How a handout looks, on a screen and on paper.

internal import Markup

enum HandoutStyle {
  static let html: HTML = """
    .sheet{max-width:48rem;margin-inline:auto}
    .sheet header{padding:0}
    .sheet h1{font-size:2.25rem}
    .sheet .lead{margin:.25rem 0 1.25rem}
    .sheet .opening{margin-bottom:1.5rem}
    .sheet h2{font-size:1rem;letter-spacing:0;margin-bottom:.5rem}
    .sheet section+section{margin-top:1.25rem}
    .sheet .plain{list-style:none;padding:0;font-size:.9375rem;line-height:1.4}
    .sheet .plain>li+li{margin-top:.5rem}
    .sheet .verdict{font-size:inherit}
    .sheet .tiles{border-block:1px solid var(--line);padding-block:1rem;margin-bottom:1.5rem}
    .sheet footer{margin-top:2rem;padding-top:.75rem;border-top:1px solid var(--line);color:var(--quiet);font-size:.8125rem}
    .halves{display:grid;gap:1.5rem 2.5rem}
    .screen{max-width:48rem;margin:2rem auto 0;color:var(--quiet);font-size:.9375rem}
    @media (min-width:40rem){.halves{grid-template-columns:1fr 1fr}}
    @media print{
    :root{\(StyleSheet.variables(.light))}
    @page{margin:12mm}
    body{font-size:10.5pt;line-height:1.4;background:none}
    header.site,footer.site,.skip,.screen{display:none}
    main{max-width:none;padding:0}
    details:not([open])::details-content{display:block;content-visibility:visible}
    .card,.claims>li,tr,.trends>li{break-inside:avoid}
    h2,h3,h4,caption,thead{break-after:avoid}
    .glance img{width:auto;max-height:250mm}
    .handout .sheet{max-width:none;height:250mm;overflow:hidden;display:flex;flex-direction:column}
    .handout .sheet h1{font-size:22pt}
    .handout .sheet .lead{font-size:11.5pt;margin-bottom:10pt}
    .handout .sheet .opening{margin-bottom:10pt}
    .handout .sheet .tiles{grid-template-columns:repeat(4,1fr);gap:10pt;padding-block:8pt;margin-bottom:10pt}
    .handout .sheet .tiles strong{font-size:18pt}
    .handout .sheet .tiles span{font-size:9pt}
    .handout .sheet .plain{font-size:9.5pt;line-height:1.3}
    .handout .sheet .halves{grid-template-columns:1fr 1fr;gap:0 10mm}
    .handout .sheet section+section{margin-top:10pt}
    .handout .sheet footer{margin-top:auto;font-size:8pt}
    }
    """
}
