import Curriculum
import Gradus
import Testing

@testable import Curriculum08

@Suite struct AveragePrecisionTests {
  @Test("the area under precision over recall, by hand") func area() {
    #expect(averagePrecision([true, true], of: 2) == 1)
    #expect(averagePrecision([], of: 3) == 0)
    #expect(averagePrecision([false, false], of: 3) == 0)
    // Half of the digits at a precision of 1, the other half at 2/3.
    #expect(abs(averagePrecision([true, false, true], of: 2) - (0.5 + 0.5 * 2 / 3)) < 1e-12)
    // 1/2 and then 2/3: the curve never rises, so that both count 2/3. A third is never found.
    #expect(abs(averagePrecision([false, true, true], of: 3) - 4.0 / 9) < 1e-12)
    // What comes after the last digit found changes nothing.
    #expect(averagePrecision([true, false, false], of: 1) == 1)
  }

  @Test("the second detection of a digit is false, and one of another class or place")
  func judging() throws {
    let box = Box(left: 0, top: 0, right: 10, bottom: 10)
    let beside = Box(left: 1, top: 0, right: 11, bottom: 10)
    let far = Box(left: 30, top: 30, right: 40, bottom: 40)
    let truth = [[PlacedDigit(label: 3, box: box)], [PlacedDigit(label: 5, box: box)]]
    let detections = [
      [
        Detection(box: beside, label: 3, score: 0.9), Detection(box: box, label: 3, score: 0.95),
        Detection(box: box, label: 5, score: 0.8),
      ],
      [Detection(box: far, label: 5, score: 0.99), Detection(box: beside, label: 5, score: 0.1)],
    ]
    let judged = try judge(
      detections, by: truth, intersectionOverUnion: Seeing.intersectionOverUnion)
    #expect(judged.map(\.detection.score) == [0.99, 0.95, 0.9, 0.8, 0.1])
    #expect(judged.map(\.isRight) == [false, true, false, false, true])
    #expect(judged.map(\.canvas) == [1, 0, 0, 0, 1])
  }

  @Test("the digit that counts is the one that a detection overlaps most") func bestOverlap() throws
  {
    func box(_ left: Double) -> Box { Box(left: left, top: 0, right: left + 10, bottom: 10) }
    let truth = [[PlacedDigit(label: 1, box: box(0)), PlacedDigit(label: 1, box: box(3))]]
    let detections = [
      [Detection(box: box(2), label: 1, score: 0.9), Detection(box: box(0), label: 1, score: 0.8)]
    ]
    let judged = try judge(
      detections, by: truth, intersectionOverUnion: Seeing.intersectionOverUnion)
    #expect(judged.map(\.isRight) == [true, true])
  }
}

@Suite struct CanvasTests {
  private func makers() throws -> DetectionExperiment.Makers { try DetectionExperiment.Makers() }

  @Test("boxes are tight around the ink") func tightBoxes() throws {
    var maker = try makers().test
    maker.counts = 1...1
    maker.clutter = 0...0
    for canvas in try maker.canvases(40, seed: 7) {
      let digit = try #require(canvas.digits.first)
      let ink = canvas.pixels.indices.filter { canvas.pixels[$0] >= 0.25 }
      let (rows, columns) = (ink.map { $0 / Canvas.side }, ink.map { $0 % Canvas.side })
      let expected = Box(
        left: Double(columns.min()!), top: Double(rows.min()!), right: Double(columns.max()! + 1),
        bottom: Double(rows.max()! + 1))
      #expect(digit.box == expected)
    }
  }

  @Test("one to five digits of 12 to 28 pixels, which hardly overlap; the same for the same seed")
  func canvases() throws {
    let maker = try makers().test
    let canvases = try maker.canvases(200, seed: 3)
    for canvas in canvases {
      #expect(1...5 ~= canvas.digits.count)
      for (index, digit) in canvas.digits.enumerated() {
        #expect(12...28 ~= digit.box.bottom - digit.box.top)
        for other in canvas.digits[..<index] {
          #expect(try Seeing.intersectionOverUnion(digit.box, other.box) <= 0.2)
        }
      }
    }
    #expect(Set(canvases.map(\.digits.count)) == [1, 2, 3, 4, 5])
    #expect(try maker.canvases(5, seed: 3) == Array(canvases.prefix(5)))
    #expect(try maker.canvases(5, seed: 4) != Array(canvases.prefix(5)))
  }

  @Test("training, validation and test canvases share no digit") func partsAreApart() throws {
    let makers = try makers()
    let parts = [makers.training, makers.validation, makers.test].map { maker in
      Set((0..<maker.digits.count).map { maker.digits.inputs[$0, 0...].elements })
    }
    #expect(parts[0].isDisjoint(with: parts[1]) && parts[0].isDisjoint(with: parts[2]))
    #expect(parts[1].isDisjoint(with: parts[2]))
  }
}

@Suite struct DetectorTests {
  @Test("what a perfect detector says is read as the digits that are there, and costs nothing")
  func perfectOutput() throws {
    let canvases = try DetectionExperiment.Makers().test.canvases(20, seed: 5)
    let digits = canvases.map(\.digits)
    let target = CellTargets(digits, rows: 16, columns: 16)
    let output = Tensor<Float>.concatenate([40 * target.centers - 20, target.boxes], along: 1)
    for (canvas, digits) in digits.enumerated() {
      let detections = Detector.candidates(in: output[canvas], leastScore: 0.5)
      #expect(detections.count == digits.count)
      for digit in digits {
        let overlaps = try detections.filter { $0.label == digit.label }.map {
          try Seeing.intersectionOverUnion($0.box, digit.box)
        }
        #expect((overlaps.max() ?? 0) > 0.999)
      }
    }
    let truth = CanvasDigits(digits: digits)
    #expect(Detector.loss(Variable(output), truth).value.scalar() < 1e-3)
    #expect(Detector.loss(Variable(-output), truth).value.scalar() > 10)
  }

  @Test("an empty canvas gives no boxes, and has a loss") func emptyCanvas() {
    var generator = RandomGenerator(seed: 1)
    let detector = Detector(using: &generator)
    let output = detector(.zeros([2, 1, 64, 64]))
    #expect(Detector.candidates(in: output[0], leastScore: 0.5) == [])
    let loss = Detector.loss(Variable(output), CanvasDigits(digits: [[], []])).value.scalar()
    #expect(loss.isFinite && loss >= 0)
  }

  @Test("canvases of other sizes are as good") func otherSizes() {
    var generator = RandomGenerator(seed: 1)
    #expect(Detector(using: &generator)(.zeros([1, 1, 32, 96])).shape == [1, 14, 8, 24])
  }
}

@Suite struct LookingTests {
  @Test("covering a pixel that counts costs, covering another does not") func occlusion() {
    var generator = RandomGenerator(seed: 1)
    var linear = Linear<Float>(16, 2, using: &generator)
    linear.weight.value = .zeros([2, 16])
    linear.weight.value[1, 5] = 3
    let looking = LookingExperiment(network: Sequential<Float>(Flatten(), linear))
    let picture = Tensor<Float>.ones([1, 4, 4])
    let cost = looking.occlusion(of: picture, label: 1, size: 1)
    #expect(cost.argmax() == 5)
    #expect(cost.elements.count { abs($0) < 1e-6 } == 15)
    #expect(
      looking.saliency(of: picture, label: 1) == linear.weight.value[1, 0...].reshaped(to: [4, 4]))
  }
}
