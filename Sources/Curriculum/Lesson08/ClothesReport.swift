import Curriculum
import Gradus
import Plotting

extension SeeingReport {
  func clothes() throws -> Sequential<Float> {
    let experiment = try ClothesExperiment(training: run.isQuick ? 1280 : 10_000)
    var recipe = ClothesExperiment.Recipe()
    if run.isQuick { (recipe.epochs, recipe.averaging) = (1, 0.8) }
    var bar = ProgressBar(
      "training", total: recipe.epochs * (experiment.training.count / recipe.batchSize))
    let result = try experiment.train(recipe, seed: run.seed) { bar.advance() }
    bar.finish()
    let labels = experiment.test.targets
    let right = result.right(labels)
    run.showTable([
      ["", "right of \(labels.elementCount)", "", "95 % interval"],
      ["each picture alone"] + share(right.plain, of: labels.elementCount),
      ["with its mirror image"] + share(right.voted, of: labels.elementCount),
    ])
    show(
      "    \(result.network.parameterCount) parameters, \(recipe.epochs) "
        + "\(recipe.epochs == 1 ? "epoch" : "epochs"), seed \(run.seed)\n"
    )
    showConfusions(result.voted, labels)
    try saveWorst(result.voted, experiment.test)
    show("")
    try run.showTable(of: SeeingLesson.clothesStudy)
    show("")
    try run.showTable(of: SeeingLesson.allClothesStudy)
    return result.network
  }

  /// A count, its share, and the interval that would hold the true share in 95 of 100 tests.
  private func share(_ right: Int, of count: Int) -> [String] {
    let share = Share(hits: right, count: count)
    return ["\(right)", percent(share.value), "± \((100 * share.margin).fixed(1))"]
  }

  private func showConfusions(_ probabilities: Tensor<Float>, _ labels: Tensor<Int>) {
    var matrix = ConfusionMatrix()
    matrix.update(outputs: probabilities, labels: labels)
    let names = ClothesExperiment.names
    run.showTable(
      [["is, taken for"] + names.map { String($0.prefix(5)) }]
        + names.indices.map { row in
          [names[row]]
            + names.indices.map { matrix.counts[row, $0] }.map { $0 == 0 ? "·" : "\($0)" }
        })
  }

  /// The pictures of whose true class the network was least convinced.
  private func saveWorst(
    _ probabilities: Tensor<Float>, _ test: Samples<Tensor<Float>, Tensor<Int>>
  ) throws {
    let taken = probabilities.argmax(along: 1).elements
    let labels = test.targets.elements
    let wrong = labels.indices.filter { taken[$0] != labels[$0] }
    let worst = wrong.sorted {
      probabilities[$0, labels[$0]] < probabilities[$1, labels[$1]]
    }.prefix(24)
    let names = ClothesExperiment.names
    var grid = ImageGrid(
      title: "The 24 worst mistakes: taken for, is", columns: 6,
      images: worst.map {
        image(test.inputs[$0, 0, 0...], caption: "\(names[taken[$0]]), \(names[labels[$0]])")
      })
    grid.imageSize = 112
    try run.save(grid.svg(), as: "worst-clothes")
  }

  func looking(_ network: Sequential<Float>) throws {
    let test = try Dataset.fashion.images(.test).samples
    let experiment = LookingExperiment(network: network)
    let filters = experiment.filters
    let largest = filters.map { $0.abs().max() }.max() ?? 1
    try saveSigned(
      filters.map { image($0 / largest, caption: "") }, "The first sixteen filters", columns: 16,
      size: 42, as: "first-filters")

    // A boot, a sandal and a dress.
    var pictures: [ImageGrid.Image] = []
    var rows = [["", "probability", "largest fall when covered", "at row, column"]]
    for index in [9, 5, 3] {
      let (picture, label) = (test.inputs[index, 0...], test.targets[index])
      let saliency = experiment.saliency(of: picture, label: label)
      let occlusion = experiment.occlusion(of: picture, label: label)
      let place = occlusion.argmax()
      let whole = network(picture.expandingDimension(at: 0)).softmax()[0, label]
      rows.append([
        ClothesExperiment.names[label], Double(whole).fixed(3), Double(occlusion.max()).fixed(3),
        "\(place / 28), \(place % 28)",
      ])
      let map = experiment.maps(of: picture)[0]
      pictures += [
        image(picture[0, 0...], caption: ClothesExperiment.names[label]),
        image(map / max(map.max(), 1e-6), caption: "a map of the first block"),
        image(saliency / max(saliency.abs().max(), 1e-6), caption: "saliency"),
        image(
          occlusion / max(occlusion.abs().max(), 1e-6), caption: "what covering costs"),
      ]
    }
    run.showTable(rows)
    try saveSigned(pictures, "What the network looks at", columns: 4, size: 140, as: "looking")
  }

  private func saveSigned(
    _ images: [ImageGrid.Image], _ title: String, columns: Int, size: Double, as name: String
  ) throws {
    var grid = ImageGrid(title: title, columns: columns, range: -1...1, images: images)
    grid.colors = .signed
    grid.imageSize = size
    try run.save(grid.svg(), as: name)
  }

  func littleData(_ network: Sequential<Float>) throws {
    let experiment = try LittleDataExperiment(network)
    let pair = try experiment.compare(
      perClass: 10, epochs: run.isQuick ? 2 : 10, seeds: [run.seed])
    run.showTable([
      ["right of 500 digits, seed \(run.seed)", "from scratch", "after clothes"],
      [pair.name, percent(1 - pair.baselineMean), percent(1 - pair.remedyMean)],
    ])
    show("")
    try run.showTable(of: SeeingLesson.littleDataStudy)
  }
}
