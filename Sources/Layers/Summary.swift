import Autograd
import TensorCore

extension Layer {
  /// A table of the layers with their output shapes, numbers of parameters, operations and memory.
  ///
  /// ```
  /// Layer        Output shape  Parameters  Parameter bytes  Multiply–adds  Activation bytes
  /// Sequential       [32, 10]        2410             9640          75776              9472
  ///   0 Linear       [32, 32]        2080             8320          65536              4096
  ///   1 ReLU         [32, 32]           0                0              0              4096
  ///   2 Linear       [32, 10]         330             1320          10240              1280
  /// Total                            2410             9640          75776              9472
  /// ```
  ///
  /// The figures are those of one forward pass at inference, for an input of zeros. How they are counted is told at
  /// ``ModelCost``; where a part does not tell, there is a dash. Listed are the parts that run by
  /// ``Model/forward(_:as:in:)`` or ``Context/inside(_:_:)``, as those of ``Sequential`` and ``Residual`` do; of
  /// others, those with parameters. Numbers in buffers, if there are any, have a column of their own.
  ///
  /// - Parameter inputShape: The shape of an input, the batch axis included. Traps as `forward` does
  ///   when the layer cannot take it.
  public func summary(inputShape: Shape) -> String { summary(of: .zeros(inputShape)) }
}

extension Model where Input: ModelInput {
  /// A table of the model and its parts with their output shapes, numbers of parameters, operations and memory; see
  /// ``Layer/summary(inputShape:)``. The shape is that of the output, or of the first variable in it.
  ///
  /// - Parameter data: What the model takes at inference. Traps as `forward` does when it cannot.
  public func summary(of data: Input.Data) -> String {
    table(of: summaryRows(of: self, data), hasRun: true)
  }
}

extension Module {
  /// A table of the parts with their numbers of parameters, for modules of any kind.
  public func summary() -> String { table(of: summaryRows(of: self), hasRun: false) }
}

/// The lines under a heading and above a total, in columns; those that would be empty are left out.
private func table(of rows: [SummaryRow], hasRun: Bool) -> String {
  let withTotal = rows + rows.prefix(1)
  func orDash(_ number: Int?) -> String { number.map { "\($0)" } ?? "–" }
  let labels = rows.map { String(repeating: "  ", count: $0.depth) + $0.label }
  var columns = [["Layer"] + labels + ["Total"]]
  if hasRun {
    columns.append(["Output shape"] + rows.map { $0.shape.map { "\($0)" } ?? "" } + [""])
  }
  columns.append(["Parameters"] + withTotal.map { "\($0.parameterCount)" })
  if rows[0].bufferCount > 0 {
    columns.append(["Buffers"] + withTotal.map { "\($0.bufferCount)" })
  }
  columns.append(["Parameter bytes"] + withTotal.map { "\($0.parameterBytes)" })
  if hasRun {
    columns.append(["Multiply–adds"] + withTotal.map { orDash($0.multiplyAdds) })
    columns.append(["Activation bytes"] + withTotal.map { orDash($0.activationBytes) })
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
