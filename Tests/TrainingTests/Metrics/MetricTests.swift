import DataLoading
import Layers
import TensorCore
import Testing
import Training

/// Scores that make each of the given predictions.
private func scores(_ predictions: [Int], classCount: Int) -> Tensor<Float> {
  Tensor(predictions.map { p in (0..<classCount).map { $0 == p ? Float(2) : Float($0) / 10 } })
}

/// The metric of all samples at once, and of two batches.
private func values<M: Metric>(
  _ metric: M, _ outputs: Tensor<Float>, _ labels: Tensor<Int>
) -> [Double] {
  var whole = metric
  whole.update(outputs: outputs, labels: labels)
  var parts = metric
  let count = labels.elementCount
  for range in [0..<count / 3, count / 3..<count] {
    parts.update(
      outputs: outputs.slice(range, along: 0), labels: labels.slice(range, along: 0))
  }
  return [whole.value, parts.value]
}

@Suite struct MetricTests {
  // Labels and predictions of ten samples in three classes, counted by hand:
  //             predicted 0  1  2
  //   label 0             3  1  0
  //   label 1             1  2  1
  //   label 2             0  1  1
  private let labels: Tensor<Int> = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2]
  private let outputs = scores([0, 0, 1, 0, 0, 1, 1, 2, 1, 2], classCount: 3)

  @Test func accuracy() {
    #expect(values(Accuracy(), outputs, labels) == [0.6, 0.6])
    #expect(Accuracy().value.isNaN)
  }

  @Test("scores [B, T, K] with labels [B, T] are measured as their rows are")
  func rowsOfTexts() {
    let (texts, marks) = (outputs.reshaped(to: [2, 5, 3]), labels.reshaped(to: [2, 5]))
    let metrics: [any Metric] = [
      Accuracy(), TopKAccuracy(2), ConfusionMatrix(), Precision(), Recall(.micro), F1Score(),
    ]
    for metric in metrics {
      var (flat, deep, distributions) = (metric, metric, metric)
      flat.update(outputs: outputs, labels: labels)
      deep.update(outputs: texts, labels: marks)
      distributions.update(
        outputs: texts,
        targets: oneHot(labels: labels, classCount: 3)
          .reshaped(to: [2, 5, 3]))
      #expect(deep.value == flat.value && distributions.value == flat.value, "\(metric.name)")
      #expect(flat.value > 0 && flat.value < 1)
    }
  }

  @Test func confusionMatrix() {
    var matrix = ConfusionMatrix()
    matrix.update(outputs: outputs, labels: labels)
    #expect(matrix.counts == [[3, 1, 0], [1, 2, 1], [0, 1, 1]])
    #expect(matrix.value == 0.6)
    let one = matrix.scores(ofClass: 1)
    #expect(one.truePositives == 2 && one.falsePositives == 2 && one.falseNegatives == 2)
    matrix.update(outputs: outputs, labels: labels)
    #expect(matrix.counts == [[6, 2, 0], [2, 4, 2], [0, 2, 2]])
  }

  @Test func precisionRecallF1() {
    func close(_ metric: any Metric, _ expected: Double) -> Bool {
      values(metric, outputs, labels).allSatisfy { abs($0 - expected) < 1e-15 }
    }
    // Precisions 3/4, 2/4, 1/2; recalls 3/4, 2/4, 1/2: the matrix is nearly symmetric, so the next
    // test has another.
    #expect(close(Precision(.ofClass(0)), 0.75))
    #expect(close(Precision(), (0.75 + 0.5 + 0.5) / 3))
    #expect(close(Recall(.ofClass(1)), 0.5))
    #expect(close(F1Score(.ofClass(2)), 0.5))
    // One label and one prediction each: all three are the accuracy.
    for metric in [Precision(.micro), Recall(.micro), F1Score(.micro)] as [any Metric] {
      #expect(close(metric, 0.6))
    }
    #expect(Precision().value.isNaN)
  }

  /// Precision and recall differ, one class is never predicted, and one does not occur.
  @Test func classesThatAreMissing() {
    let labels: Tensor<Int> = [0, 0, 0, 1, 2, 2]
    let outputs = scores([0, 0, 1, 1, 1, 0], classCount: 4)
    var matrix = ConfusionMatrix()
    matrix.update(outputs: outputs, labels: labels)
    #expect(abs(matrix.scores(ofClass: 0).precision - 2.0 / 3) < 1e-15)
    #expect(abs(matrix.scores(ofClass: 0).recall - 2.0 / 3) < 1e-15)
    #expect(abs(matrix.scores(ofClass: 1).precision - 1.0 / 3) < 1e-15)
    #expect(matrix.scores(ofClass: 1).recall == 1)
    #expect(matrix.scores(ofClass: 1).f1 == 0.5)
    #expect(matrix.scores(ofClass: 2).precision == 0 && matrix.scores(ofClass: 2).f1 == 0)
    // Class 3 is neither label nor prediction, and is not averaged over.
    #expect(abs(matrix.macro(\.recall) - (2.0 / 3 + 1 + 0) / 3) < 1e-15)
    #expect(abs(matrix.macro(\.precision) - (2.0 / 3 + 1.0 / 3 + 0) / 3) < 1e-15)
    #expect(matrix.scores(ofClass: 3).precision == 0)
  }

  @Test func topK() {
    let scores = Tensor<Float>([[0.1, 0.5, 0.4], [0.3, 0.3, 0.4], [0.9, Float.nan, 0.1]])
    let labels: Tensor<Int> = [2, 1, 1]
    // Ranks: second; third, because the first of equal scores goes before; NaN is never among them.
    #expect(values(TopKAccuracy(1), scores, labels) == [0, 0])
    #expect(values(TopKAccuracy(2), scores, labels)[0] == 1.0 / 3)
    #expect(values(TopKAccuracy(3), scores, labels)[0] == 2.0 / 3)
    #expect(TopKAccuracy(5).name == "top-5 accuracy")
    // Top-1 is the accuracy, also where scores are equal.
    var generator = RandomGenerator(seed: 3)
    let random = Tensor<Float>.uniform([50, 4], using: &generator).map { ($0 * 3).rounded() }
    let truth = Tensor((0..<50).map { _ in generator.uniformInteger(below: 4) })
    #expect(values(TopKAccuracy(1), random, truth) == values(Accuracy(), random, truth), "seed 3")
    #expect(values(TopKAccuracy(4), random, truth) == [1, 1])
  }

  /// Targets that are distributions count by their most probable class.
  @Test func distributionsAsTargets() {
    var metric = Accuracy()
    metric.update(
      outputs: Tensor<Float>([[2, 1], [1, 2]]), targets: [[0.9, 0.1], [0.6, 0.4]])
    #expect(metric.value == 0.5)
  }

  @Test func rSquared() {
    var generator = RandomGenerator(seed: 4)
    // A mean that is large against the spread: the plain formula would lose all digits in it.
    let y = Tensor<Double>.normal([90, 1], mean: 1e6, using: &generator)
    let noisy = y + Tensor<Double>.normal([90, 1], standardDeviation: 0.5, using: &generator)
    let residual = (y - noisy).squared().sum()
    let expected = 1 - residual / ((y - y.mean()).squared().sum())
    var metric = RSquared()
    for range in [0..<13, 13..<90] {
      metric.update(
        outputs: noisy.slice(range, along: 0), targets: y.slice(range, along: 0))
    }
    #expect(abs(metric.value - expected) < 1e-9, "seed 4")
    var perfect = RSquared()
    perfect.update(outputs: y, targets: y)
    #expect(perfect.value == 1)
    var constant = RSquared()
    constant.update(outputs: Tensor<Double>([1, 2]), targets: [3, 3])
    #expect(constant.value.isNaN)
  }
}

/// Outputs of a model that has diverged, or is about to.
@Suite struct BrokenOutputTests {
  private let nan = Float.nan
  private let infinity = Float.infinity

  /// All there are, of two classes.
  private let metrics: [any Metric] = [
    Accuracy(), TopKAccuracy(1), TopKAccuracy(2), ConfusionMatrix(), Precision(), Precision(.micro),
    Recall(), Recall(.micro), F1Score(), F1Score(.micro),
  ]

  private func values(_ outputs: Tensor<Float>, _ labels: Tensor<Int>) -> [Double] {
    metrics.map { metric in
      var metric = metric
      metric.update(outputs: outputs, labels: labels)
      return metric.value
    }
  }

  @Test("NaN is never right, whatever the label") func allNaN() {
    let outputs = Tensor<Float>(repeating: nan, shape: [8, 2])
    for labels in [[0, 0, 0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 0, 0, 0, 0]] {
      #expect(values(outputs, Tensor(labels)) == metrics.map { _ in 0 })
    }
  }

  @Test("a NaN beside the score of the label, or in its place") func someNaN() {
    let outputs = Tensor<Float>([[1, nan], [nan, 1], [nan, 1], [1, nan], [1, 0], [0, 1]])
    let labels: Tensor<Int> = [0, 0, 1, 1, 0, 1]
    // Two of six are right. What is predicted is right, half or a third of it is found.
    let expected = [1, 1, 1, 1, 3, 3, 1, 1, 1.5, 1.5].map { $0 / 3 }
    for (value, right) in zip(values(outputs, labels), expected) {
      #expect(abs(value - right) < 1e-15)
    }
    var matrix = ConfusionMatrix()
    matrix.update(outputs: outputs, labels: labels)
    #expect(matrix.counts == [[1, 0], [0, 1]] && matrix.unpredicted == [2, 2])
    #expect(matrix.scores(ofClass: 0).falseNegatives == 2)
  }

  @Test("an infinite score is a score") func infiniteScores() {
    let outputs = Tensor<Float>([[infinity, 1], [-infinity, 1], [infinity, infinity]])
    #expect(values(outputs, [0, 1, 0]) == metrics.map { _ in 1 })
    #expect(values(outputs, [1, 0, 1])[0] == 0)
  }

  @Test("no quantity explains anything with NaN") func quantities() {
    func rSquared(_ outputs: [Float], _ targets: [Float]) -> Double {
      var metric = RSquared()
      metric.update(outputs: Tensor(outputs), targets: Tensor(targets))
      return metric.value
    }
    #expect(rSquared([1, nan, 3], [1, 2, 3]).isNaN)
    #expect(rSquared([nan, nan, nan], [1, 2, 3]).isNaN)
    #expect(rSquared([1, infinity, 3], [1, 2, 3]) == -.infinity)
    #expect(rSquared([1, 2, 3], [1, nan, 3]).isNaN)
    #expect(rSquared([1, 2, 3], [1, infinity, 3]).isNaN)
  }
}

@Suite struct MetricTrapTests {
  @Test func targetsThatAreNaN() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var metric = Accuracy()
      metric.update(outputs: Tensor<Float>([[1, 2]]), targets: Tensor([[Float.nan, 1]]))
    }
    expectTrap("accuracy: the targets have a NaN, which is no probability", in: result)
  }

  @Test func targetsWithoutClasses() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var metric = Accuracy()
      metric.update(outputs: Tensor<Float>([1, 2]), targets: [1, 2])
    }
    expectTrap(
      "accuracy: expected scores of shape [B, …, K] for at least 2 classes and targets of the same "
        + "shape, found [2] and [2]", in: result)
  }

  @Test func labelOutOfRange() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var metric = Accuracy()
      metric.update(outputs: Tensor<Float>([[1, 2]]), labels: [2])
    }
    expectTrap("accuracy: the label 2 is none of the 2 classes", in: result)
  }

  /// One logit of two classes has no largest score.
  @Test func oneScore() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var metric = Accuracy()
      metric.update(outputs: Tensor<Float>([[1], [2]]), labels: [0, 1])
    }
    expectTrap(
      "accuracy: expected scores of shape [B, …, K] for at least 2 classes and labels of shape [B, …], "
        + "found [2, 1] and [2]", in: result)
  }

  @Test func shapesDiffer() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var metric = RSquared()
      metric.update(outputs: Tensor<Float>([[1], [2]]), targets: [1, 2])
    }
    expectTrap("R²: expected outputs and targets of one shape, found [2, 1] and [2]", in: result)
  }
}
