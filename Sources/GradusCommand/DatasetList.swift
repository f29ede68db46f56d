import Curriculum
import DataLoading
import Foundation
import Plotting

/// Prints each dataset with its size, license and purpose, and verifies the checksums.
///
/// Returns the tool's exit code: 1 when a file is missing or altered, otherwise 0.
func listDatasets() throws -> Int32 {
  let style = TerminalStyle.standardOutput
  let folder = try DatasetFolder.find()
  show("\(folder.url.path(percentEncoded: false))\n")
  var problems: [String] = []
  for dataset in Dataset.all {
    let checks = try dataset.verify(in: folder)
    let isRight = checks.allSatisfy { $0.outcome == .ok }
    let byteCount = dataset.files.reduce(0) { total, file in
      total + (size(of: folder.url.appending(path: file)) ?? 0)
    }
    let count = isRight ? String(try dataset.sampleCount(in: folder)) : "?"
    let state =
      isRight
      ? style.paint(style.unicode ? "✓" : "ok", .green)
      : style.paint(style.unicode ? "✗" : "x", .red)
    show(
      "\(state) \(dataset.name.padded(to: 15))\(count.rightAligned(to: 6)) "
        + dataset.unit.padded(to: 10) + readable(byteCount: byteCount).rightAligned(to: 9)
        + "  \(dataset.license)")
    show(style.paint(indented(dataset.purpose, by: 4, style: style), .dim))
    problems += checks.filter { $0.outcome != .ok }.map(\.description)
  }
  show(
    "\nSources and licenses: SOURCES.md and LICENSES/ in that folder."
      + (problems.isEmpty ? "\nAll checksums agree with SHA256SUMS." : ""))
  for problem in problems { show("\n" + problem) }
  return problems.isEmpty ? 0 : 1
}

extension Dataset {
  /// What its samples are.
  fileprivate var unit: String {
    switch contents {
    case .table: "rows"
    case .images: "images"
    case .text: "characters"
    }
  }
}

private func size(of file: URL) -> Int? {
  (try? FileManager.default.attributesOfItem(atPath: file.path(percentEncoded: false)))?[.size]
    as? Int
}

private func readable(byteCount: Int) -> String {
  byteCount < 1_000_000
    ? (Double(byteCount) / 1e3).fixed(1) + " kB" : (Double(byteCount) / 1e6).fixed(1) + " MB"
}
