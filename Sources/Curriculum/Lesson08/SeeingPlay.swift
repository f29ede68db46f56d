import Curriculum
import Gradus
import Plotting

/// `gradus try 8`: draw a digit, and see the network's ten probabilities change with each stroke.
///
/// With a file, the network is the one that the learner's functions have trained.
@Sendable
func trySeeing(_ answers: SeeingAnswers, _ playground: inout Playground) throws {
  let read: (Sketch) -> Tensor<Float>
  if let file = playground.checkpoint {
    let network = try smallReader(from: file)
    read = { network($0.small) }
  } else {
    playground.draw("One moment: a network learns 4,000 digits.")
    let network = try digitReader(seed: playground.seed)
    read = { network($0.centered) }
  }
  var sketch = Sketch()
  while true {
    playground.draw(screen(sketch, read(sketch), playground.style))
    guard let key = playground.nextKey() else { return }
    switch key {
    case .up: sketch.move(rows: -1, columns: 0)
    case .down: sketch.move(rows: 1, columns: 0)
    case .left: sketch.move(rows: 0, columns: -1)
    case .right: sketch.move(rows: 0, columns: 1)
    case .character(" "):
      sketch.isPenDown.toggle()
      sketch.move(rows: 0, columns: 0)
    case .character("c"): sketch = Sketch()
    case .character("q"), .escape: return
    case .mouse(let column, let row, let isDown):
      // A character shows two rows of the picture, below a line of text.
      if !sketch.isPenDown { sketch.move(toRow: 2 * (row - 1), column: column) }
      sketch.isPenDown = isDown
      sketch.move(toRow: 2 * (row - 1), column: column)
    default: break
    }
  }
}

/// The convolutional network of the lesson's pages, on digits of 28 × 28 pixels.
private func digitReader(seed: UInt64) throws -> Sequential<Float> {
  var generator = RandomGenerator(seed: seed)
  var network = Sequential<Float>(
    Conv2D(1, 8, kernel: 3, stride: 2, padding: 1, using: &generator), ReLU(),
    Conv2D(8, 16, kernel: 3, padding: 1, using: &generator), ReLU(), MaxPool2D(2), Flatten(),
    Linear(16 * 7 * 7, 10, using: &generator))
  let samples = try Dataset.mnist.images(.train).samples
  var adam = Adam<Float>(learningRate: 0.003)
  try fit(
    &network, to: samples, with: &adam, epochs: 3, seed: seed,
    augmentation: RandomCrop(padding: 2),
    loss: { softmaxCrossEntropy(logits: $0, labels: $1) })
  return network
}

/// The sketch with the pen, and a bar for each class.
private func screen(_ sketch: Sketch, _ logits: Tensor<Float>, _ style: TerminalStyle) -> String {
  let pen = ImageGrid.Box(
    x: Double(sketch.column), y: Double(sketch.row), width: 1, height: 1, label: "+",
    isEmphasized: sketch.isPenDown)
  let picture = ImageGrid(
    title: sketch.isPenDown ? "The pen is down." : "The pen is up.",
    images: [
      ImageGrid.Image(
        pixels: sketch.pixels.map(Double.init), width: Sketch.side, height: Sketch.side,
        boxes: [pen])
    ]
  ).terminal(style: style)
  let bars = logits.softmax().elements.enumerated().map { digit, share in
    let length = Int((share * 30).rounded())
    return "\(digit)  " + Double(100 * share).fixed(0).rightAligned(to: 3) + " %  "
      + String(repeating: style.unicode ? "█" : "#", count: length)
  }
  return picture + bars.joined(separator: "\n")
    + "\n\nArrows move the pen, the blank puts it down and lifts it, a mouse draws; c clears, q ends."
}
