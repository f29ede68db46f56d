import DataLoading
import Foundation
import Testing

/// What the tool says about the datasets.
@Suite("gradus: datasets")
struct DatasetsTests {
  @Test("each dataset is listed as right") func allRight() async throws {
    let run = try await ToolRun("datasets")
    #expect(run.code == 0)
    let rows = run.lines.filter { $0.hasPrefix("✓ ") }
    #expect(rows.count == Dataset.all.count)
    for (row, dataset) in zip(rows, Dataset.all) {
      #expect(row.contains(" \(dataset.name) ") && row.hasSuffix(dataset.license))
    }
    #expect(rows.first { $0.contains(" penguins ") }?.contains(" 333 rows ") == true)
    #expect(run.output.hasSuffix("All checksums agree with SHA256SUMS.\n"))
    #expect(run.lines.dropFirst().allSatisfy { $0.count <= 80 })
  }

  @Test("an altered and a missing file are named") func damaged() async throws {
    let folder = try TemporaryFolder()
    let copy = folder.url.appending(path: "data")
    try copyBytes(of: repository.appending(path: "Datasets"), to: copy)
    let penguins = copy.appending(path: "tabular/penguins.csv")
    try (Data(contentsOf: penguins) + Data("\n".utf8)).write(to: penguins)
    try FileManager.default.removeItem(at: copy.appending(path: "text/alice.txt"))

    let run = try await ToolRun("datasets", environment: ["GRADUS_DATASETS": "\(folder.path)/data"])
    #expect(run.code == 1)
    #expect(run.lines.count { $0.hasPrefix("✓ ") } == Dataset.all.count - 2)
    #expect(run.lines.count { $0.hasPrefix("✗ penguins ") || $0.hasPrefix("✗ alice ") } == 2)
    #expect(run.output.contains("tabular/penguins.csv: altered: expected the SHA-256 sum"))
    #expect(run.output.contains("missing: no file at \(folder.path)/data/text/alice.txt"))
    #expect(run.output.contains("git checkout -- Datasets"))
    #expect(!run.output.contains("All checksums agree"))
  }

  @Test("a folder without datasets is no surprise") func noFolder() async throws {
    let folder = try TemporaryFolder()
    for arguments in [["datasets"], ["lesson", "1", "--plots", folder.path]] {
      let run = try await ToolRun(arguments, environment: ["GRADUS_DATASETS": folder.path])
      #expect(run.code == 1)
      #expect(run.errors.contains("none at\n  \(folder.path) (set by GRADUS_DATASETS)"))
      #expect(run.errors.contains("git checkout -- Datasets"))
    }
  }
}
