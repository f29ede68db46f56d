import Gradus

/// A fully convolutional network that says for each cell of 4 × 4 pixels which digits have their middle there, and
/// where their edges are (after Zhou, Wang and Krähenbühl, 2019, *Objects as Points*).
///
/// From [B, 1, H, W] it makes [B, 14, H/4, W/4]: ten logits, one for each class; how far the middle of the box
/// is from that of the cell, in cells; and the logarithms of its width and height, over 16 pixels.
struct Detector: Layer {
  /// Makes cells of pixels.
  var stem: Sequential<Float>
  /// Sees a cell and those around.
  var near: Sequential<Float>
  /// Sees more, at half the resolution, and comes back to that of the cells.
  var far: Sequential<Float>
  /// What is near and far, together.
  var head: Sequential<Float>

  static let cell = 4
  static let classCount = 10

  init(using generator: inout RandomGenerator) {
    stem = Sequential(
      Conv2D(1, 8, kernel: 3, padding: 1, hasBias: false, using: &generator),
      BatchNorm(8), ReLU(),
      Conv2D(8, 16, kernel: 3, stride: 2, padding: 1, hasBias: false, using: &generator),
      BatchNorm(16), ReLU(),
      Conv2D(16, 32, kernel: 3, stride: 2, padding: 1, hasBias: false, using: &generator),
      BatchNorm(32), ReLU())
    near = .residualBlock(32, 32, using: &generator)
    far = Sequential(
      Sequential<Float>.residualBlock(32, 64, stride: 2, using: &generator),
      Sequential<Float>.residualBlock(64, 64, using: &generator),
      Conv2D(64, 32, kernel: 1, hasBias: false, using: &generator), BatchNorm(32),
      Upsample2D(2))
    var last = Conv2D<Float>(48, Detector.classCount + 4, kernel: 1, using: &generator)
    // At first no digit is likely anywhere: otherwise the many empty cells would make the first steps wild
    // (Lin, Goyal, Girshick, He and Dollár, 2017, "Focal Loss for Dense Object Detection").
    last.bias?.value = Tensor(
      [Float](repeating: -4.6, count: Detector.classCount) + [0, 0, 0, 0])
    head = Sequential(
      ReLU(), Conv2D(32, 48, kernel: 3, padding: 1, hasBias: false, using: &generator),
      BatchNorm(48), ReLU(), last)
  }

  mutating func forward(
    _ input: Variable<Float>, in context: inout Context
  ) -> Variable<Float> {
    let cells = stem.forward(input, as: "stem", in: &context)
    let near = near.forward(cells, as: "near", in: &context)
    let far = far.forward(near, as: "far", in: &context)
    return head.forward(near + far, as: "head", in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    stem.visitParameters(as: "stem", visit)
    near.visitParameters(as: "near", visit)
    far.visitParameters(as: "far", visit)
    head.visitParameters(as: "head", visit)
  }
}

extension Detector {
  /// How far the network's output is from the truth: for the classes a focal loss, Σ −(1 − p)² ln p where a digit
  /// has its middle, and Σ −(1 − y)⁴ p² ln(1 − p) elsewhere, where y falls off from 1 around a digit's middle, so
  /// that a cell beside the right one is hardly wrong; for the boxes, the distance of four numbers, in the right
  /// cells only. Divided by the number of digits.
  static func loss(_ output: Variable<Float>, _ truth: CanvasDigits) -> Variable<Float> {
    let (rows, columns) = (output.shape[2], output.shape[3])
    let target = CellTargets(truth.digits, rows: rows, columns: columns)
    let logits = output[0..., 0..<classCount]
    let p = logits.value.sigmoid()
    // The weights say what matters, and are no way for a gradient.
    let missed = target.centers * (1 - p).squared()
    let invented = (1 - target.nearness).squared().squared() * p.squared()
    let weights = missed + (1 - target.centers) * invented
    let entropy = binaryCrossEntropy(logits: logits, targets: target.centers, reduction: .none)
    let boxes = output[0..., classCount...] * Variable(target.boxMask)
    let distance = smoothL1(boxes, target.boxes, beta: 0.1, reduction: .sum)
    let count = Float(max(1, truth.digits.reduce(0) { $0 + $1.count }))
    return ((entropy * Variable(weights)).sum() + distance) / count
  }
}

/// What a perfect detector would say.
struct CellTargets {
  /// 1 for a class whose digit has its middle in the cell, [B, 10, rows, columns].
  var centers: Tensor<Float>
  /// y: how near a digit's middle is, 1 in its own cell, [B, 10, rows, columns].
  var nearness: Tensor<Float>
  /// Where a box is, as the network should say it, [B, 4, rows, columns].
  var boxes: Tensor<Float>
  /// 1 where there is a box to be right about, [B, 4, rows, columns].
  var boxMask: Tensor<Float>

  init(_ canvases: [[PlacedDigit]], rows: Int, columns: Int) {
    let plane = rows * columns
    let classes = Detector.classCount
    var centers = [Float](repeating: 0, count: canvases.count * classes * plane)
    var nearness = centers
    var boxes = [Float](repeating: 0, count: canvases.count * 4 * plane)
    var boxMask = boxes
    for (canvas, digits) in canvases.enumerated() {
      for digit in digits {
        let place = CellPlace(of: digit.box)
        let first = (canvas * classes + digit.label) * plane
        centers[first + place.row * columns + place.column] = 1
        for row in max(0, place.row - 2)...min(rows - 1, place.row + 2) {
          for column in max(0, place.column - 2)...min(columns - 1, place.column + 2) {
            let index = first + row * columns + column
            nearness[index] = max(nearness[index], place.nearness(row: row, column: column))
          }
        }
        for (part, number) in place.numbers.enumerated() {
          let index = (canvas * 4 + part) * plane + place.row * columns + place.column
          (boxes[index], boxMask[index]) = (number, 1)
        }
      }
    }
    let shape: Shape = [canvases.count, classes, rows, columns]
    self.centers = Tensor(shape: shape, elements: centers)
    self.nearness = Tensor(shape: shape, elements: nearness)
    self.boxes = Tensor(shape: [canvases.count, 4, rows, columns], elements: boxes)
    self.boxMask = Tensor(shape: [canvases.count, 4, rows, columns], elements: boxMask)
  }
}

/// A box, as the network describes it: a cell, and four numbers.
private struct CellPlace {
  let row: Int
  let column: Int
  let numbers: [Float]
  private let middle: (x: Double, y: Double)
  private let spread: (x: Double, y: Double)

  init(of box: Box) {
    let cell = Double(Detector.cell)
    middle = ((box.left + box.right) / 2 / cell, (box.top + box.bottom) / 2 / cell)
    (row, column) = (Int(middle.y), Int(middle.x))
    let (width, height) = (box.right - box.left, box.bottom - box.top)
    spread = (max(0.4, width / cell / 8), max(0.4, height / cell / 8))
    numbers = [
      middle.x - Double(column) - 0.5, middle.y - Double(row) - 0.5, .log(width / 16),
      .log(height / 16),
    ].map(Float.init)
  }

  func nearness(row: Int, column: Int) -> Float {
    guard (row, column) != (self.row, self.column) else { return 1 }
    let dx = (Double(column) + 0.5 - middle.x) / spread.x
    let dy = (Double(row) + 0.5 - middle.y) / spread.y
    return Float(Double.exp(-(dx * dx + dy * dy) / 2))
  }
}

extension Detector {
  /// What the network's output claims about a canvas, before suppression.
  ///
  /// - Parameters:
  ///   - output: Shape [14, H/4, W/4].
  ///   - leastScore: Classes with a smaller probability are left out.
  static func candidates(in output: Tensor<Float>, leastScore: Double) -> [Detection] {
    let (rows, columns) = (output.shape[1], output.shape[2])
    let plane = rows * columns
    let leastLogit = Float(Double.log(leastScore / (1 - leastScore)))
    var candidates: [Detection] = []
    output.withUnsafeBufferPointer { output in
      for index in 0..<classCount * plane where output[index] > leastLogit {
        let (label, place) = index.quotientAndRemainder(dividingBy: plane)
        let numbers = (0..<4).map { Double(output[(classCount + $0) * plane + place]) }
        candidates.append(
          Detection(
            box: box(row: place / columns, column: place % columns, numbers), label: label,
            score: 1 / (1 + .exp(-Double(output[index])))))
      }
    }
    return candidates
  }

  private static func box(row: Int, column: Int, _ numbers: [Double]) -> Box {
    let x = (Double(column) + 0.5 + numbers[0]) * Double(cell)
    let y = (Double(row) + 0.5 + numbers[1]) * Double(cell)
    // A network that has learned nothing says anything, and there are limits to what is a size.
    let (width, height) = (
      16 * Double.exp(min(max(numbers[2], -3), 2)), 16 * Double.exp(min(max(numbers[3], -3), 2))
    )
    return Box(
      left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2)
  }
}
