import TensorCore
import Testing
import Training

@Suite struct RankingMetricTests {
  private func area(_ scores: [[Double]], _ labels: [Int], ofClass k: Int = 1) -> Double {
    var metric = AreaUnderROC(ofClass: k)
    // In two batches, of which the first has one sample.
    metric.update(outputs: Tensor(Array(scores[..<1])), labels: Tensor(Array(labels[..<1])))
    metric.update(outputs: Tensor(Array(scores[1...])), labels: Tensor(Array(labels[1...])))
    return metric.value
  }

  @Test func byHand() {
    func ofTwo(_ scores: [Double], _ labels: [Int]) -> Double {
      area(scores.map { [0, $0] }, labels)
    }
    #expect(ofTwo([1, 2, 3, 4], [0, 0, 1, 1]) == 1)
    #expect(ofTwo([1, 2, 3, 4], [1, 1, 0, 0]) == 0)
    #expect(ofTwo([5, 5, 5], [0, 1, 1]) == 0.5)
    // Of six pairs, 1 < 2, 1 < 4, 3 < 4 and 1 < 3 are right, and one of 3 and 3 counts half.
    #expect(ofTwo([1, 3, 2, 4, 3], [0, 0, 1, 1, 1]) == 4.5 / 6)
    #expect(ofTwo([1, 2], [1, 1]).isNaN)
    #expect(AreaUnderROC().value.isNaN)
  }

  @Test("is the share of pairs in the right order, counted one by one")
  func pairs() {
    var generator = RandomGenerator(seed: 11)
    // Of two classes, with many equal scores; and of three, with none.
    for (k, classCount) in [(0, 2), (1, 2), (2, 3)] {
      let labels = (0..<60).map { _ in generator.uniformInteger(below: classCount) }
      let scores = (0..<60).map { _ in
        (0..<classCount).map { _ in
          classCount == 2 ? Double(generator.uniformInteger(below: 4)) : generator.normal()
        }
      }
      let logOdds = scores.map { x in
        x[k] - Double.log(x.indices.filter { $0 != k }.reduce(0) { $0 + Double.exp(x[$1]) })
      }
      var (points, count) = (0.0, 0)
      for i in 0..<60 where labels[i] == k {
        for j in 0..<60 where labels[j] != k {
          let difference = logOdds[i] - logOdds[j]
          points += difference > 1e-9 ? 1 : difference < -1e-9 ? 0 : 0.5
          count += 1
        }
      }
      #expect(abs(area(scores, labels, ofClass: k) - points / Double(count)) < 1e-12)
    }
  }

  @Test("a sample with a NaN is on the wrong side of all others")
  func notANumber() {
    #expect(area([[0, 1], [0, .nan], [0, 3], [0, 4]], [0, 0, 1, 1]) == 0.5)
    #expect(area([[0, 1], [0, 2], [0, 3], [0, .nan]], [0, 0, 1, 1]) == 0.5)
  }

  @Test func fScoresAndWeightedMeans() {
    // Labels and predictions:  label 0: 3 1,  label 1: 2 4.
    let labels: Tensor<Int> = [0, 0, 0, 0, 1, 1, 1, 1, 1, 1]
    let outputs = Tensor<Double>([0, 0, 0, 1, 0, 0, 1, 1, 1, 1].map { [1 - $0, $0] })
    func value(_ metric: some ClassificationMetric) -> Double {
      var metric = metric
      metric.update(outputs: outputs, labels: labels)
      return metric.value
    }
    let (precision, recall) = (4.0 / 5, 4.0 / 6)
    for beta in [0.5, 1, 2, 10] {
      let expected = (1 + beta * beta) * precision * recall / (beta * beta * precision + recall)
      #expect(abs(value(FScore(beta: beta, .ofClass(1))) - expected) < 1e-15)
    }
    #expect(abs(value(FScore(beta: 1)) - value(F1Score())) < 1e-15)
    #expect(abs(value(FScore(beta: 1e200, .ofClass(1))) - recall) < 1e-15)
    #expect(abs(value(FScore(beta: 1e-200, .ofClass(1))) - precision) < 1e-15)
    // The weighted recall is the accuracy; class 0 has 4 samples, class 1 has 6.
    #expect(abs(value(Recall(.weighted)) - value(Accuracy())) < 1e-15)
    #expect(abs(value(Precision(.weighted)) - (0.4 * 3 / 5 + 0.6 * 4 / 5)) < 1e-15)
    #expect(Precision(.weighted).value.isNaN)
    #expect(FScore(beta: 2, .weighted).name == "weighted F2.0")
  }

  @Test func wrongArguments() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var metric = AreaUnderROC(ofClass: 2)
      metric.update(outputs: Tensor<Float>([[0, 1]]), labels: [0])
    }
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(output.contains("area under ROC of class 2: there are only 2 classes"))
  }
}
