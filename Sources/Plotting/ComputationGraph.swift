import Foundation

/// A computation as boxes and arrows: what is computed goes from left to right, gradients come back.
///
/// ```swift
/// let graph = ComputationGraph(
///   title: "y = tanh x",
///   numbers: [
///     .init("x", forward: "value 0.5", backward: "gradient 0.79"),
///     .init("y = tanh", forward: "value 0.46", backward: "gradient 1"),
///   ],
///   uses: [.init(from: 0, to: 1, derivative: "×0.79", backward: "0.79")])
/// ```
public struct ComputationGraph: Sendable {
  /// A number of the computation.
  public struct Number: Sendable {
    /// Its name, and the operation that made it.
    public let title: String
    /// What the computation found.
    public let forward: String
    /// What came back.
    public let backward: String

    /// Describes a number; a text that is empty is left out.
    public init(_ title: String, forward: String = "", backward: String = "") {
      self.title = title
      self.forward = forward
      self.backward = backward
    }
  }

  /// The use of one number in the computation of another.
  public struct Use: Sendable {
    /// The place of the number that is used.
    public let from: Int
    /// The place of the number that is made of it.
    public let to: Int
    /// The local derivative.
    public let derivative: String
    /// What comes back along this way.
    public let backward: String

    /// Describes a use; a text that is empty is left out.
    public init(from: Int, to: Int, derivative: String = "", backward: String = "") {
      self.from = from
      self.to = to
      self.derivative = derivative
      self.backward = backward
    }
  }

  /// The heading; empty for none.
  public var title: String
  /// The numbers in the order in which they are computed.
  public let numbers: [Number]
  /// What they are made of.
  public let uses: [Use]

  /// Makes a drawing. Traps when there is no number, or a use does not lead from one of them to a later one.
  public init(title: String = "", numbers: [Number], uses: [Use]) {
    if numbers.isEmpty { fatalError("A graph needs at least one number.") }
    for use in uses where !(0 <= use.from && use.from < use.to && use.to < numbers.count) {
      fatalError(
        "A use leads from a number to a later one of \(numbers.count); found \(use.from) to \(use.to)."
      )
    }
    self.title = title
    self.numbers = numbers
    self.uses = uses
  }

  /// The graph as an SVG document with a transparent background. The same graph always gives the same bytes.
  public func svg() -> String { ComputationGraphSVG(self).document.text }

  /// Writes the SVG to a file, making missing folders; the file is replaced in one step.
  /// - Throws: an error that says in a sentence why the folder or the file cannot be written.
  public func write(to url: URL) throws { try SVGDocument.write(svg(), to: url) }
}
