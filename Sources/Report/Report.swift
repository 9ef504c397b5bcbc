// Evidence to Markdown and SVG.
