import Files
import Foundation
import Testing

@testable import DataLoading

@Suite struct DatasetFolderTests {
  private func find(_ environment: [String: String], from current: URL, source: URL) throws
    -> String
  {
    let folder = try DatasetFolder.find(
      environment: environment, currentFolder: current, sourceRoot: source)
    return displayPath(folder.url)
  }

  @Test func searchOrder() throws {
    try withTemporaryFolder { root in
      try write("", to: "set/SHA256SUMS", in: root)
      try write("", to: "source/Datasets/SHA256SUMS", in: root)
      try write("", to: "project/deep/er/x", in: root)
      let (path, source) = (displayPath(root), root.appending(path: "source"))
      let (deep, elsewhere) = (root.appending(path: "project/deep/er"), root.appending(path: "set"))
      let variable = ["GRADUS_DATASETS": "\(path)/set"]

      #expect(try find([:], from: deep, source: source) == "\(path)/source/Datasets")
      try write("", to: "project/Datasets/SHA256SUMS", in: root)
      #expect(try find([:], from: deep, source: source) == "\(path)/project/Datasets")
      // A folder of that name without the checksums is not it.
      try write("", to: "project/deep/Datasets/other", in: root)
      #expect(try find([:], from: deep, source: source) == "\(path)/project/Datasets")
      try write("", to: "project/deep/er/Datasets/SHA256SUMS", in: root)
      #expect(try find([:], from: deep, source: source) == "\(path)/project/deep/er/Datasets")
      #expect(try find(variable, from: deep, source: source) == "\(path)/set")
      #expect(
        try find(["GRADUS_DATASETS": ""], from: elsewhere, source: source)
          == "\(path)/source/Datasets")
    }
  }

  @Test func nowhere() throws {
    try withTemporaryFolder { root in
      let path = displayPath(root)
      let text = message {
        try DatasetFolder.find(
          environment: [:], currentFolder: root, sourceRoot: root.appending(path: "source"))
      }
      let lines = text.split(separator: "\n").map(String.init)
      #expect(lines.first == "datasets: expected a folder with the file SHA256SUMS, found none at")
      #expect(lines.dropFirst().first == "  \(path)/Datasets")
      #expect(lines.contains("  /Datasets"))
      #expect(lines.dropLast().last == "  \(path)/source/Datasets")
      #expect(
        lines.last == "To get the datasets, clone the repository, or run "
          + "`git checkout -- Datasets` in it, or set GRADUS_DATASETS to a folder that has them.")
    }
  }

  @Test func wrongVariableIsNotPassedOver() throws {
    try withTemporaryFolder { root in
      try write("", to: "Datasets/SHA256SUMS", in: root)
      let path = displayPath(root)
      #expect(
        message { try find(["GRADUS_DATASETS": "\(path)/none"], from: root, source: root) }
          == "datasets: expected a folder with the file SHA256SUMS, found none at\n"
          + "  \(path)/none (set by GRADUS_DATASETS)\n\(DatasetFolder.howToGet)")
    }
  }

  @Test func checksumFile() throws {
    let (a, b) = (String(repeating: "a1", count: 32), String(repeating: "B2", count: 32))
    let windows = try Checksums(text: "\(a)  x\r\n\(b) *w\r\n\r\n", name: "SHA256SUMS")
    #expect(try windows.sum(of: "x") == a)
    #expect(try windows.sum(of: "w") == b.lowercased())
    let sums = try Checksums(text: "\(a)  x/y z.csv\n\(b) *w\n", name: "SHA256SUMS")
    #expect(try sums.sum(of: "x/y z.csv") == a)
    #expect(try sums.sum(of: "w") == b.lowercased())
    #expect(
      message { try sums.sum(of: "v") }
        == "SHA256SUMS: expected a line with the sum of v, found none")
    for line in ["abc  x", "\(a) x", "\(a)  ", String(repeating: "g", count: 64) + "  x"] {
      #expect(
        message { try Checksums(text: "\(a)  x\n\(line)\n", name: "SHA256SUMS") }
          == "SHA256SUMS, line 2: expected a SHA-256 sum, two blanks and a path, "
          + "found \(quoted(line))")
    }
  }
}
