import Autograd
import TensorCore

extension Layer {
  /// A table of the layers with their output shapes and numbers of parameters.
  ///
  /// ```
  /// Layer        Output shape  Parameters
  /// Sequential       [32, 10]        2410
  ///   0 Linear       [32, 32]        2080
  ///   1 ReLU         [32, 32]           0
  ///   2 Linear       [32, 10]         330
  /// Total                            2410
  /// ```
  ///
  /// The shapes are those that an input of zeros takes at inference. ``Sequential`` and ``Residual`` list
  /// their layers; of a layer of your own, each part with parameters is listed, without a shape. Numbers
  /// in buffers, if there are any, have a column of their own.
  ///
  /// - Parameter inputShape: The shape of an input, the batch axis included. Traps as `forward` does
  ///   when the layer cannot take it.
  public func summary(inputShape: Shape) -> String {
    table(of: summaryRows(of: self, named: nil, depth: 0, input: Variable(.zeros(inputShape))))
  }
}

extension Model where Input: ModelInput, Output == Variable<Scalar> {
  /// A table of the model with the shape of its output, and of its parts with their numbers of parameters.
  ///
  /// - Parameter data: What the model takes at inference. Traps as `forward` does when it cannot.
  public func summary(of data: Input.Data) -> String {
    let shape = output(for: data).shape
    return table(
      of: [SummaryRow(self, named: nil, depth: 0, shape: shape)] + partRows(of: self, depth: 1))
  }
}

extension Module {
  /// A table of the parts with their numbers of parameters, for modules of any kind.
  public func summary() -> String {
    table(of: [SummaryRow(self, named: nil, depth: 0, shape: nil)] + partRows(of: self, depth: 1))
  }
}

/// A line of the table.
private struct SummaryRow {
  let label: String
  let shape: Shape?
  var parameterCount = 0
  var bufferCount = 0

  /// An empty line for a part that is known by its name alone.
  init(part name: String, depth: Int) {
    label = String(repeating: "  ", count: depth) + name
    shape = nil
  }

  init<M: Module>(_ module: M, named name: String?, depth: Int, shape: Shape?) {
    // Linear<Float> is just called Linear.
    let type = "\(M.self)".prefix { $0 != "<" }
    label = String(repeating: "  ", count: depth) + (name.map { "\($0) " } ?? "") + type
    self.shape = shape
    for parameter in module.state { count(parameter.name, parameter.value.elementCount) }
  }

  mutating func count(_ name: ParameterName, _ elementCount: Int) {
    if name.isBuffer { bufferCount += elementCount } else { parameterCount += elementCount }
  }
}

/// The line of a layer, and below it those of its parts.
private func summaryRows<L: Layer>(
  of layer: L, named name: String?, depth: Int, input: Variable<L.Scalar>
) -> [SummaryRow] {
  let output = inference(of: layer, input)
  var rows = [SummaryRow(layer, named: name, depth: depth, shape: output.shape)]
  if let sequential = layer as? Sequential<L.Scalar> {
    var input = input
    for (index, part) in sequential.layers.enumerated() {
      rows += summaryRows(of: part, named: "\(index)", depth: depth + 1, input: input)
      input = inference(of: part, input)
    }
  } else if let residual = layer as? Residual<L.Scalar> {
    rows += summaryRows(of: residual.body, named: "body", depth: depth + 1, input: input)
    if let projection = residual.projection {
      rows += summaryRows(of: projection, named: "projection", depth: depth + 1, input: input)
    }
  } else {
    rows += partRows(of: layer, depth: depth + 1)
  }
  return rows
}

private func inference<Scalar>(
  of layer: any Layer<Scalar>, _ input: Variable<Scalar>
) -> Variable<Scalar> {
  Variable(layer(input.value))
}

/// A line for each part of a module whose parameters have a path, such as `encoder.weight`.
private func partRows(of module: some Module, depth: Int) -> [SummaryRow] {
  var rows: [SummaryRow] = []
  var places: [Substring: Int] = [:]
  for (name, value) in module.state {
    guard let dot = name.path.firstIndex(of: ".") else { continue }
    let part = name.path[..<dot]
    if places[part] == nil {
      places[part] = rows.count
      rows.append(SummaryRow(part: String(part), depth: depth))
    }
    rows[places[part]!].count(name, value.elementCount)
  }
  return rows
}

/// The lines under a heading and above a total, in columns; those that would be empty are left out.
private func table(of rows: [SummaryRow]) -> String {
  var columns = [["Layer"] + rows.map(\.label) + ["Total"]]
  if rows.contains(where: { $0.shape != nil }) {
    columns.append(["Output shape"] + rows.map { $0.shape.map { "\($0)" } ?? "" } + [""])
  }
  columns.append(["Parameters"] + (rows + rows.prefix(1)).map { "\($0.parameterCount)" })
  if rows[0].bufferCount > 0 {
    columns.append(["Buffers"] + (rows + rows.prefix(1)).map { "\($0.bufferCount)" })
  }
  let widths = columns.map { column in column.map(\.count).max() ?? 0 }
  return (0..<rows.count + 2).map { line in
    columns.indices.map { column in
      let text = columns[column][line]
      let padding = String(repeating: " ", count: widths[column] - text.count)
      // Names are aligned at their beginnings, all else at the ends.
      return column == 0 ? text + padding : padding + text
    }.joined(separator: "  ")
  }.joined(separator: "\n")
}
