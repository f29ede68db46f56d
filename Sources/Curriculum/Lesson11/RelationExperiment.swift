import Curriculum
import Gradus

extension RelationData {
  /// How well relations are told by each view, on words that were not trained with.
  struct Result: Sendable {
    let majority: Share
    let nearest: Share
    let views: [RelationView: Share]
  }

  /// Trains and tests on one split.
  func result(_ vectors: WordVectors, seed: UInt64) throws -> Result {
    let (training, test) = try split(seed: seed)
    func labels(_ rows: [Row]) -> Tensor<Int> { Tensor(rows.map(\.relation)) }
    let counts = Self.relations.indices.map { relation in
      training.count { $0.relation == relation }
    }
    let commonest = counts.firstIndex(of: counts.max()!)!
    var views: [RelationView: Share] = [:]
    var nearest = Share(hits: 0, count: test.count)
    for view in RelationView.allCases {
      let features = RelationFeatures(view, vectors, from: training)
      let (known, asked) = (features(training), features(test))
      // The same decay for all views and splits, set beforehand.
      let model = SoftmaxRegression(
        known, labels(training), classes: Self.relations.count, decay: 3e-3)
      views[view] = model.share(of: asked, labels(test))
      if view == .all {
        let cosines = cosineSimilarities(asked, known)
        let hits = test.indices.count { row in
          training[cosines[row].argmax()].relation == test[row].relation
        }
        nearest = Share(hits: hits, count: test.count)
      }
    }
    return Result(
      majority: Share(hits: test.count { $0.relation == commonest }, count: test.count),
      nearest: nearest, views: views)
  }
}

extension MeaningExperiment {
  /// The relations, with twenty splits.
  static let relationStudy = Study(
    "relations", title: "Relations told right, in percent, on first words that are new",
    columns: ["rows, split", "majority", "nearest", "part of speech", "pair", "all"],
    rows: ["all", "nouns"].flatMap { rows in (1...20).map { "\(rows), \($0)" } }
  ) { row, _ in
    let parts = row.split(separator: ", ")
    let data = try parts[0] == "nouns" ? RelationData().nouns : RelationData()
    let result = try data.result(.ofBooks(), seed: UInt64(parts[1])!)
    let shares =
      [result.majority, result.nearest] + RelationView.allCases.map { result.views[$0]! }
    return shares.map { (100 * $0.value).fixed(1) }
  }
}

extension RelationData {
  /// Which of two words is the kind above the other? Shares of new pairs that are told correctly.
  func directions(_ vectors: WordVectors, seed: UInt64) throws -> (
    symmetric: Double, learned: Share
  ) {
    var hypernyms = self
    hypernyms.rows = rows.filter { $0.relation == 0 }
    let (training, test) = try hypernyms.split(seed: seed)
    func turned(_ row: Row) -> Row {
      Row(
        first: row.second, second: row.first, relation: row.relation,
        partOfSpeech: row.partOfSpeech)
    }
    let both = training.flatMap { [$0, turned($0)] }
    let features = RelationFeatures(.all, vectors, from: both)
    let model = SoftmaxRegression(
      features(both), Tensor(both.indices.map { $0 % 2 }), classes: 2, decay: 3e-3)
    func scores(_ rows: [Row]) -> [Float] {
      let logits = model.layer(features(rows))
      return (logits[0..., 0] - logits[0..., 1]).elements
    }
    let hits = zip(scores(test), scores(test.map(turned))).count { $0 > $1 }
    // A symmetric score gives both orders the same number: whatever it says is right for one of the two.
    return (0.5, Share(hits: hits, count: test.count))
  }
}
