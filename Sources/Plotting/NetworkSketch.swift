import Foundation

/// A network of fully connected layers: a circle for each unit, a line for each weight.
///
/// The color of a line is the sign of its weight, blue above and orange below 0, and its width the weight's size.
/// Without weights all lines are alike. A layer with many units shows the first and the last of them.
public struct NetworkSketch: Sendable {
  /// Units side by side.
  public struct Layer: Sendable {
    /// The text under them; lines end with a line feed.
    public let caption: String
    /// How many there are.
    public let count: Int
    /// A text beside each unit; empty for none.
    public let names: [String]

    /// Describes a layer. Traps when it has no unit, or there are names for another number of them.
    public init(_ caption: String, count: Int, names: [String] = []) {
      if count < 1 { fatalError("A layer needs at least one unit; \"\(caption)\" has \(count).") }
      if !names.isEmpty && names.count != count {
        fatalError("\"\(caption)\" has \(count) units and \(names.count) names.")
      }
      self.caption = caption
      self.count = count
      self.names = names
    }

    /// The units that are shown, with nil for those left out.
    var shown: [Int?] {
      let most = 10
      if count <= most { return Array(0..<count) }
      let half = most / 2 - 1
      return Array(0..<half) + [nil] + Array(count - half..<count)
    }
  }

  /// The heading; empty for none.
  public var title: String
  /// The layers from the left, the inputs first.
  public let layers: [Layer]
  /// For each layer but the first its weights, in rows that belong to the units before; nil when all lines are alike.
  public let weights: [[[Double]]]?
  /// The width of the SVG in pixels, at least 200.
  public var width = 520.0

  /// Makes a sketch. Traps unless there are at least two layers, and the weights, where there are any, fit them.
  public init(title: String = "", layers: [Layer], weights: [[[Double]]]? = nil) {
    if layers.count < 2 {
      fatalError("A network needs at least two layers; it was given \(layers.count).")
    }
    if let weights {
      let wanted = zip(layers, layers.dropFirst()).map { [$0.count, $1.count] }
      let fit =
        weights.count == wanted.count
        && zip(weights, wanted).allSatisfy { matrix, shape in
          matrix.count == shape[0] && matrix.allSatisfy { $0.count == shape[1] }
        }
      if !fit {
        let found = weights.map { matrix in
          let lengths = Set(matrix.map(\.count)).sorted().map { "\($0)" }
          return matrix.isEmpty
            ? "no row" : "\(matrix.count) rows of \(lengths.joined(separator: " and "))"
        }
        fatalError(
          "A network of this shape has weights of \(wanted.map { "\($0[0]) rows of \($0[1])" }); "
            + "it was given \(found).")
      }
    }
    self.title = title
    self.layers = layers
    self.weights = weights
  }

  /// The sketch as an SVG document with a transparent background. The same sketch always gives the same bytes.
  public func svg() -> String { NetworkSketchSVG(self).document.text }

  /// Writes the SVG to a file, making missing folders; the file is replaced in one step.
  /// - Throws: an error that says in a sentence why the folder or the file cannot be written.
  public func write(to url: URL) throws { try SVGDocument.write(svg(), to: url) }
}
