// The parsed form of a Markdown text, as cmark-gfm holds it: the only file that calls the library.

internal import CCmarkGFM

/// A parsed text, freed when its owner's scope ends.
///
/// Invariant that makes the uses of pointers sound: nodes belong to the tree and never leave `walk`, and texts are
/// copied at once.
@safe struct MarkdownTree: ~Copyable {
  /// What the library says of one node.
  struct Node {
    enum Kind {
      case document, quotation, list, item, codeBlock, htmlBlock, paragraph, heading, rule
      case table, tableHeader, tableRow, tableCell
      case text, softBreak, lineBreak, code, htmlInline, emphasis, strong, strikethrough, link, image, note,
        noteReference
      case other
    }

    var kind = Kind.other
    var isEntering = true
    /// The words of a leaf; the number of the note that is referred to.
    var literal = ""
    /// The address of a link or an image.
    var address = ""
    /// 1 to 6.
    var headingLevel = 1
    var isOrdered = false
    var start = 1
    /// Whether it is a paragraph of a list whose items stand close together.
    var isTight = false
    /// Whether the box of an item in a list of tasks is ticked; nil for other items.
    var isTicked: Bool?
    /// `l`, `c`, `r` or 0, a column each.
    var alignments: [UInt8] = []
  }

  private let parser: OpaquePointer
  private let root: OpaquePointer

  /// Extensions are registered once: the library's own check is not safe among threads.
  private static let extensions: [String] = {
    cmark_gfm_core_extensions_ensure_registered()
    return ["table", "strikethrough", "autolink", "tasklist"]
  }()

  /// Parses; nil only when memory is used up.
  init?(_ text: String) {
    guard let parser = unsafe cmark_parser_new(CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_FOOTNOTES) else {
      return nil
    }
    for name in Self.extensions where name != "table" || TableCells.areFew(in: text) {
      if let found = unsafe cmark_find_syntax_extension(name) {
        unsafe cmark_parser_attach_syntax_extension(parser, found)
      }
    }
    var text = text
    text.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) {
        unsafe cmark_parser_feed(parser, $0.baseAddress, $0.count)
      }
    }
    guard let root = unsafe cmark_parser_finish(parser) else {
      unsafe cmark_parser_free(parser)
      return nil
    }
    unsafe self.parser = unsafe parser
    unsafe self.root = unsafe root
  }

  deinit {
    unsafe cmark_node_free(root)
    unsafe cmark_parser_free(parser)
  }

  /// Visits every node in order: those with children on the way in and on the way out, leaves once.
  borrowing func walk(_ visit: (Node) -> Void) {
    let iterator = unsafe cmark_iter_new(root)
    defer { unsafe cmark_iter_free(iterator) }
    while true {
      let event = unsafe cmark_iter_next(iterator)
      guard event == CMARK_EVENT_ENTER || event == CMARK_EVENT_EXIT else { return }
      guard let node = unsafe cmark_iter_get_node(iterator) else { return }
      visit(Self.node(at: node, isEntering: event == CMARK_EVENT_ENTER))
    }
  }

  @safe private static func node(at pointer: OpaquePointer, isEntering: Bool) -> Node {
    var node = Node()
    let name = unsafe String(cString: cmark_node_get_type_string(pointer))
    node.kind = kinds[name] ?? unnamed[unsafe cmark_node_get_type(pointer).rawValue] ?? .other
    node.isEntering = isEntering
    switch node.kind {
    case .text, .code, .codeBlock, .htmlBlock, .htmlInline, .noteReference:
      node.literal = unsafe text(cmark_node_get_literal(pointer))
    case .link, .image:
      node.address = unsafe text(cmark_node_get_url(pointer))
    case .heading:
      node.headingLevel = Int(unsafe cmark_node_get_heading_level(pointer))
    case .list:
      node.isOrdered = unsafe cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST
      node.start = Int(unsafe cmark_node_get_list_start(pointer))
    case .item where name == "tasklist":
      node.isTicked = unsafe cmark_gfm_extensions_get_tasklist_item_checked(pointer)
    case .paragraph:
      // NULL has no parent and is not tight.
      let list = unsafe cmark_node_parent(cmark_node_parent(pointer))
      node.isTight = unsafe cmark_node_get_list_tight(list) == 1
    case .table:
      let columns = Int(unsafe cmark_gfm_extensions_get_table_columns(pointer))
      if let alignments = unsafe cmark_gfm_extensions_get_table_alignments(pointer) {
        node.alignments = unsafe Array(UnsafeBufferPointer(start: alignments, count: columns))
      }
    default: break
    }
    return node
  }

  @safe private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
    unsafe pointer.map { unsafe String(cString: $0) } ?? ""
  }

  /// Kinds that the library has no name for.
  private static let unnamed: [UInt32: Node.Kind] = [
    CMARK_NODE_FOOTNOTE_DEFINITION.rawValue: .note, CMARK_NODE_FOOTNOTE_REFERENCE.rawValue: .noteReference,
  ]

  private static let kinds: [String: Node.Kind] = [
    "document": .document, "block_quote": .quotation, "list": .list, "item": .item, "tasklist": .item,
    "code_block": .codeBlock, "html_block": .htmlBlock, "paragraph": .paragraph, "heading": .heading,
    "thematic_break": .rule, "table": .table, "table_header": .tableHeader, "table_row": .tableRow,
    "table_cell": .tableCell, "text": .text, "softbreak": .softBreak, "linebreak": .lineBreak, "code": .code,
    "html_inline": .htmlInline, "emph": .emphasis, "strong": .strong, "strikethrough": .strikethrough,
    "link": .link, "image": .image,
  ]
}
