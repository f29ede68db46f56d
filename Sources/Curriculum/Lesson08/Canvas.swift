import Curriculum
import Gradus

/// A digit on a canvas: what is where.
public struct PlacedDigit: Sendable, Equatable {
  /// Which digit it is.
  public let label: Int
  /// The smallest box around its ink.
  public let box: Box
}

/// A picture of 64 × 64 pixels with digits on it, and other things.
public struct Canvas: Sendable, Equatable {
  /// Height and width.
  public static let side = 64
  /// The pixels, row by row, from 0 to 1.
  public internal(set) var pixels = [Float](repeating: 0, count: side * side)
  /// The digits, all that there are.
  public internal(set) var digits: [PlacedDigit] = []
}

/// Makes canvases of single digits: one to five of them, 12 to 28 pixels high, none covered much by another, among
/// pieces of digits and strokes that are none.
public struct CanvasMaker: Sendable {
  /// The digits to take from, inputs of shape [N, 1, 28, 28].
  public let digits: Samples<Tensor<Float>, Tensor<Int>>
  /// How many digits to put on a canvas; fewer where there is no room.
  public var counts = 1...5
  /// How high the ink of a digit is, in pixels.
  public var heights = 12...28
  /// How much two digits may overlap: the largest intersection of their boxes over their union.
  public var largestOverlap = 0.2
  /// By how many degrees digits are turned; not at all unless changed.
  public var turns = 0.0...0.0
  /// How many pieces and strokes there are.
  public var clutter = 3...7

  /// Takes digits from these.
  public init(_ digits: Samples<Tensor<Float>, Tensor<Int>>) { self.digits = digits }

  /// Some canvases, the same ones for the same seed, made on all cores.
  public func canvases(_ count: Int, seed: UInt64) throws -> [Canvas] {
    var generator = RandomGenerator(seed: seed)
    let generators = (0..<count).map { _ in generator.split() }
    return try onAllCores(generators) { generator in
      var generator = generator
      return try canvas(using: &generator)
    }
  }

  /// A canvas.
  func canvas(using generator: inout RandomGenerator) throws -> Canvas {
    var canvas = Canvas()
    let patches = resized(generator.integer(in: counts), using: &generator)
    for (patch, label) in patches {
      if let box = try place(patch, on: canvas, using: &generator) {
        canvas.draw(patch, in: box)
        canvas.digits.append(PlacedDigit(label: label, box: box))
      }
    }
    for _ in 0..<generator.integer(in: clutter) {
      let piece = generator.bernoulli(0.5) ? piece(using: &generator) : stroke(using: &generator)
      let box = piece.box(atRandomUsing: &generator)
      // Whoever cannot see a digit for clutter cannot find it.
      if canvas.digits.allSatisfy({ $0.box.share(coveredBy: box) < 0.1 }) {
        canvas.draw(piece, in: box)
      }
    }
    return canvas
  }

  /// Digits drawn at random, each of a height of its own.
  private func resized(
    _ count: Int, using generator: inout RandomGenerator
  ) -> [(patch: Patch, label: Int)] {
    var result: [(Patch, Int)] = []
    while result.count < count {
      let index = generator.uniformInteger(below: digits.count)
      let picture = digits.inputs.gather([index])
      let height = generator.integer(in: heights)
      let degrees = turns.lowerBound + generator.uniform() * (turns.upperBound - turns.lowerBound)
      let turn = AffineMap.rotation(degrees: degrees)
      let ink = Patch(warp(picture, by: [turn])[0, 0, 0...]).croppedToInk
      let scale = Double(height) / Double(ink.height)
      let patch = Patch(warp(picture, by: [turn.then(.scale(scale))])[0, 0, 0...]).croppedToInk
      // A wide digit does not fit into the picture that is warped, and rounding may take a row.
      if patch.height == height, Double(ink.width) * scale < 27.5 {
        result.append((patch, digits.targets[index]))
      }
    }
    return result
  }

  /// A place for a digit that overlaps the others as little as wanted; nil where none of twenty does.
  private func place(
    _ patch: Patch, on canvas: Canvas, using generator: inout RandomGenerator
  ) throws -> Box? {
    for _ in 0..<20 {
      let box = patch.box(atRandomUsing: &generator)
      let isFree = try canvas.digits.allSatisfy {
        try Seeing.intersectionOverUnion($0.box, box) <= largestOverlap
      }
      if isFree { return box }
    }
    return nil
  }

  /// A small part of a digit.
  private func piece(using generator: inout RandomGenerator) -> Patch {
    let index = generator.uniformInteger(below: digits.count)
    let size = generator.integer(in: 5...9)
    let (top, left) = (generator.integer(in: 4...15), generator.integer(in: 4...15))
    return Patch(digits.inputs[index, 0, top..<top + size, left..<left + size])
  }

  /// A straight line.
  private func stroke(using generator: inout RandomGenerator) -> Patch {
    let length = Double(generator.integer(in: 4...12))
    let angle = generator.uniform() * .pi
    let (x, y) = (length / 2 * Double.cos(angle), length / 2 * Double.sin(angle))
    let (width, height) = (2 * Int(abs(x)) + 3, 2 * Int(abs(y)) + 3)
    var patch = Patch(width: width, height: height)
    for row in 0..<height {
      for column in 0..<width {
        let (dx, dy) = (Double(column - width / 2), Double(row - height / 2))
        let along = min(max((dx * x + dy * y) / (length / 2), -length / 2), length / 2)
        let (nearestX, nearestY) = (along * x / (length / 2), along * y / (length / 2))
        let distance =
          ((dx - nearestX) * (dx - nearestX) + (dy - nearestY) * (dy - nearestY)).squareRoot()
        patch.pixels[row * width + column] = Float(min(max(1.6 - distance, 0), 1))
      }
    }
    return patch
  }
}

/// A small rectangle of pixels.
private struct Patch {
  var width: Int
  var height: Int
  var pixels: [Float]

  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    pixels = [Float](repeating: 0, count: width * height)
  }

  init(_ tensor: Tensor<Float>) {
    (height, width, pixels) = (tensor.shape[0], tensor.shape[1], tensor.elements)
  }

  /// The smallest rectangle that holds all pixels with ink; a pixel of less than a quarter is none.
  var croppedToInk: Patch {
    var (rows, columns) = ((height, -1), (width, -1))
    for place in pixels.indices where pixels[place] >= 0.25 {
      let (row, column) = (place / width, place % width)
      rows = (min(rows.0, row), max(rows.1, row))
      columns = (min(columns.0, column), max(columns.1, column))
    }
    guard rows.0 <= rows.1 else { return Patch(width: 1, height: 1) }
    var result = Patch(width: columns.1 - columns.0 + 1, height: rows.1 - rows.0 + 1)
    for row in 0..<result.height {
      let start = (rows.0 + row) * width + columns.0
      result.pixels.replaceSubrange(
        row * result.width..<(row + 1) * result.width, with: pixels[start..<start + result.width])
    }
    return result
  }

  /// Where it lies on a canvas if each place has the same probability.
  func box(atRandomUsing generator: inout RandomGenerator) -> Box {
    let left = Double(generator.uniformInteger(below: Canvas.side - width + 1))
    let top = Double(generator.uniformInteger(below: Canvas.side - height + 1))
    return Box(left: left, top: top, right: left + Double(width), bottom: top + Double(height))
  }
}

extension Canvas {
  /// Draws a patch over what is there: where both have ink, the darker wins.
  fileprivate mutating func draw(_ patch: Patch, in box: Box) {
    let (left, top) = (Int(box.left), Int(box.top))
    for row in 0..<patch.height {
      for column in 0..<patch.width {
        let place = (top + row) * Canvas.side + left + column
        pixels[place] = max(pixels[place], patch.pixels[row * patch.width + column])
      }
    }
  }
}

extension Box {
  /// Which part of this box another one covers.
  fileprivate func share(coveredBy other: Box) -> Double {
    let width = max(0, min(right, other.right) - max(left, other.left))
    let height = max(0, min(bottom, other.bottom) - max(top, other.top))
    return width * height / ((right - left) * (bottom - top))
  }
}

extension RandomGenerator {
  /// A whole number, each of a range with the same probability.
  mutating func integer(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + uniformInteger(below: range.count)
  }
}

extension Samples where Input == Tensor<Float>, Target == CanvasDigits {
  /// Canvases as what a detector learns from: pictures [N, 1, 64, 64], and the digits on each.
  init(_ canvases: [Canvas]) {
    self.init(
      Tensor(
        shape: [canvases.count, 1, Canvas.side, Canvas.side],
        elements: canvases.flatMap(\.pixels)),
      CanvasDigits(digits: canvases.map(\.digits)))
  }
}

/// What is where on each of several canvases.
struct CanvasDigits: Batchable {
  let digits: [[PlacedDigit]]

  var sampleCount: Int { digits.count }

  func samples(at positions: [Int]) -> CanvasDigits {
    CanvasDigits(digits: positions.map { digits[$0] })
  }
}
