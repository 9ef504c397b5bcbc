import CLibgit2
import Testing

@testable import Workspace

/// Trees are made and read as `git mktree` makes them.
@Suite struct TreeTests {
  private static let names = ["a", "a-", "a.md", "a0", "ab", "b"]
  private static let blob = TreeEntry(
    id: NewObjects.id(of: .blob, Array("x\n".utf8)), mode: GIT_FILEMODE_BLOB)
  private static let folder = TreeEntry(id: NewObjects.id(of: .tree, []), mode: GIT_FILEMODE_TREE)

  /// Every way in which each name can be nothing, a file or a folder.
  private var contents: [[TreeEntry?]] {
    Self.names.reduce([[]]) { contents, _ in
      contents.flatMap { content in [nil, Self.blob, Self.folder].map { content + [$0] } }
    }
  }

  private func tree(_ content: [TreeEntry?], order: [Int]) -> Tree {
    var tree = Tree()
    for index in order { tree.set(content[index], at: Self.names[index]) }
    return tree
  }

  @Test("every tree over a few names has the id that git gives it, in whatever order it is filled")
  func ids() throws {
    let home = try TemporaryRepository.make()
    var input = ""
    for content in contents {
      for (entry, name) in zip(content, Self.names) {
        guard let entry else { continue }
        input +=
          entry == Self.blob ? "100644 blob \(entry.id)\t\(name)\n" : "040000 tree \(entry.id)\t\(name)\n"
      }
      input += "\n"
    }
    // The last empty line would make one tree more.
    let expected = try home.git("mktree", "--missing", "--batch", input: String(input.dropLast()))
    let orders = [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [3, 0, 5, 1, 4, 2]]
    for order in orders {
      let ids = contents.map { NewObjects.id(of: .tree, tree($0, order: order).bytes) }
      #expect(ids.map { "\($0)\n" }.joined() == expected)
    }
  }

  @Test("every entry of every tree can be found, changed into each other kind and taken out")
  func changes() throws {
    let order = Array(Self.names.indices)
    for content in contents {
      let tree = tree(content, order: order)
      let read = try #require(Tree(tree.bytes))
      for (index, name) in Self.names.enumerated() {
        #expect(read.entry(name) == content[index])
        for entry in [nil, Self.blob, Self.folder] {
          var changed = read
          changed.set(entry, at: name)
          var expected = content
          expected[index] = entry
          #expect(changed.bytes == self.tree(expected, order: order).bytes)
        }
      }
    }
  }

  @Test("bytes that are no tree are refused", arguments: [1, 7, 20, 28])
  func damaged(count: Int) {
    var tree = Tree()
    tree.set(Self.blob, at: "a")
    #expect(Tree(Array(tree.bytes.prefix(count))) == nil)
    #expect(Tree([UInt8](repeating: 0, count: count + 1)) == nil)
  }
}
