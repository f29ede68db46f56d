import Autograd
import TensorCore

/// A line of a summary: a part of a model.
struct SummaryRow {
  let label: String
  let depth: Int
  var shape: Shape?
  var parameterCount = 0
  var bufferCount = 0
  var parameterBytes = 0
  /// Nil where the part does not tell.
  var multiplyAdds: Int?
  /// Nil where the part does not tell.
  var activationBytes: Int?

  fileprivate init(_ label: String, depth: Int) {
    self.label = label
    self.depth = depth
  }

  fileprivate mutating func count<Scalar>(_ name: ParameterName, _ value: Tensor<Scalar>) {
    parameterBytes += value.elementCount * MemoryLayout<Scalar>.stride
    if name.isBuffer {
      bufferCount += value.elementCount
    } else {
      parameterCount += value.elementCount
    }
  }
}

/// The lines of a model that runs once: itself, each part that runs under a name, and those parts whose parameters
/// alone are known.
func summaryRows<M: Model>(of model: M, _ data: M.Input.Data) -> [SummaryRow]
where M.Input: ModelInput {
  summaryRows(of: model, model.observed(data))
}

/// The lines of a module that does not run.
func summaryRows<M: Module>(of module: M) -> [SummaryRow] {
  summaryRows(of: module, [ObservedParts.Part(path: [], type: M.self)])
}

private func summaryRows<M: Module>(of module: M, _ parts: [ObservedParts.Part]) -> [SummaryRow] {
  let state = module.state
  let paths = parts.map { $0.path.map { $0 + "." }.joined() }
  let untold = parts.indices.filter { doesNotTell(parts[$0], paths[$0], state) }
  var rows: [SummaryRow] = []
  for (part, path) in zip(parts, paths) {
    let inside = state.filter { $0.name.path.hasPrefix(path) }
    var row = SummaryRow(label(of: part), depth: part.path.count)
    for (name, value) in inside { row.count(name, value) }
    row.shape = part.shape
    for (other, prefix) in zip(parts, paths) where prefix.hasPrefix(path) {
      row.parameterBytes += other.weightBytes
    }
    row.multiplyAdds =
      untold.contains { paths[$0].hasPrefix(path) } ? nil : part.multiplyAdds
    row.activationBytes = part.outputBytes
    rows.append(row)
    // Parts of this part that have not been seen running.
    var places: [Substring: Int] = [:]
    for (name, value) in inside {
      let rest = name.path.dropFirst(path.count)
      guard let dot = rest.firstIndex(of: "."),
        !paths.contains(where: { $0.count > path.count && name.path.hasPrefix($0) })
      else { continue }
      let unseen = rest[..<dot]
      if places[unseen] == nil {
        places[unseen] = rows.count
        rows.append(SummaryRow(String(unseen), depth: part.path.count + 1))
      }
      rows[places[unseen]!].count(name, value)
    }
  }
  return rows
}

private func label(of part: ObservedParts.Part) -> String {
  // Linear<Float> is just called Linear.
  let type = part.type.map { "\($0)".prefix { $0 != "<" } }
  return [part.path.last, type.map(String.init)].compactMap(\.self).joined(separator: " ")
}

/// Whether a part may multiply what nobody counts: it is not of this module, has a matrix, and no product was seen.
private func doesNotTell<Scalar>(
  _ part: ObservedParts.Part, _ path: String,
  _ state: [(name: ParameterName, value: Tensor<Scalar>)]
) -> Bool {
  part.multiplyAdds == 0
    && !(part.type.map { String(reflecting: $0).hasPrefix("Layers.") } ?? false)
    && state.contains {
      $0.value.rank >= 2 && $0.name.path.hasPrefix(path)
        && !$0.name.path.dropFirst(path.count).contains(".")
    }
}
