import Curriculum
import Gradus
import Plotting

// The parts of lesson 3 that walk on surfaces.
extension OptimizersReport {
  func ravine() throws {
    let surface = Surface.ravine()
    let steps = 30
    let walks = [0.06, 0.02].map { Walk(on: surface, .sgd, rate: $0, steps: steps) }
    run.showTable(
      [["ravine, 30 times as steep across", "x", "y", "height after \(steps) steps"]]
        + walks.map { walk in
          let (x, y) = walk.places[steps]
          return ["rate \(walk.rate)", x.fixed(4), y.fixed(4), walk.heights[steps].scientific()]
        })
    let charts = walks.map { walk in
      var chart = map(of: surface, title: "SGD, rate \(walk.rate), \(steps) steps")
      chart.add(path(walk))
      return chart
    }
    try saveMaps("A ravine: across too fast, along too slow", charts, as: "ravine")
  }

  func momentum() throws {
    let surface = Surface.ravine()
    let (rate, steps) = (0.02, 60)
    let contestants = [.sgd, .momentum, .nesterov].map {
      experiment.contestant($0, isMine: run.isMine)
    }
    let walks = contestants.map { Walk(on: surface, $0, rate: rate, steps: steps) }
    run.showTable(
      [["height, rate \(rate)", "10 steps", "30 steps", "60 steps"]]
        + walks.map { walk in
          [walk.contestant] + [10, 30, 60].map { walk.heights[$0].scientific() }
        })
    let charts = [walks[0], walks[1]].map { walk in
      var chart = map(of: surface, title: "\(walk.contestant), rate \(rate), 30 steps")
      chart.add(path(walk, steps: 30))
      return chart
    }
    try saveMaps("The heavy ball", charts, as: "momentum")

    var heights = Chart(
      title: "Ravine: Nesterov's look-ahead swings less", xLabel: "step", yLabel: "height",
      yScale: .logarithmic)
    for walk in walks {
      heights.add(
        .line(walk.contestant, x: walk.heights.indices.map(Double.init), y: walk.heights))
    }
    try run.save(heights.svg(), as: "nesterov")

    // With other values of μ than those of the exercises' optimizers.
    if run.isMine { return }
    show("")
    run.showTable(
      [["steps to a millionth of the height", "SGD", "momentum"]]
        + experiment.ravineSteps().map {
          ["\($0.conditionNumber.fixed(0)) times as steep", "\($0.plain)", "\($0.momentum)"]
        })
  }

  func scaling() throws {
    let contestants: [(Contestant, rate: Double)] = [
      (.sgd, 0.06), (.adaGrad, 0.5), (experiment.contestant(.rmsProp, isMine: run.isMine), 0.05),
    ]
    var rows = [["height after 60 steps"] + contestants.map(\.0.name)]
    let charts = [Surface.ravine(), .turnedRavine()].map { surface in
      var chart = map(of: surface, title: surface.name)
      let walks = contestants.map { Walk(on: surface, $0.0, rate: $0.rate, steps: 60) }
      for walk in walks { chart.add(path(walk, named: walk.contestant)) }
      rows.append([surface.name] + walks.map { $0.heights[60].scientific() })
      return chart
    }
    run.showTable(rows)
    try saveMaps("A scale for each coordinate", charts, as: "scaling")
  }

  func maps() throws {
    let contestants = Contestant.all
    let surfaces = [Surface.ravine(), .turnedRavine(), .rosenbrock, .beale]
    let limit = run.isQuick ? 500 : 1000
    let descents = try experiment.descents(on: surfaces, limit: limit)
    run.showTable(
      [["steps (at rate)"] + surfaces.map(\.name)]
        + contestants.map { contestant in
          [contestant.name]
            + descents.filter { $0.contestant == contestant.name }.map { descent in
              descent.steps.map { "\($0) (\(descent.rate.significant(2)))" } ?? "–"
            }
        })
    for surface in [Surface.rosenbrock, .beale] {
      let onSurface = descents.filter { $0.surface == surface.name }
      let charts = zip(contestants, onSurface).map { contestant, descent in
        let steps = descent.steps ?? limit
        let count = descent.steps == nil ? "more than \(steps) steps" : "\(steps) steps"
        let walk = Walk(on: surface, contestant, rate: descent.rate, steps: steps)
        var chart = map(of: surface, title: "\(contestant.name): \(count)")
        chart.add(path(walk))
        return chart
      }
      try saveMaps(
        "\(surface.name): each at its best rate", charts, as: surface.name.lowercased())
    }
  }

  private func saveMaps(_ title: String, _ maps: [Chart], as name: String) throws {
    var grid = ChartGrid(title: "\(title) (×: the lowest place)", charts: maps)
    grid.chartWidth = 400
    grid.chartHeight = 300
    try run.save(grid.svg(), as: name)
  }

  /// A map of a surface, with lines whose heights have equal ratios.
  func map(of surface: Surface, title: String) -> Chart {
    var chart = Chart(title: title, xLabel: "x", yLabel: "y")
    chart.xRange = surface.x
    chart.yRange = surface.y
    let (columns, rows) = (160, 120)
    let values = surface.values(
      at: Chart.Contours.places(x: surface.x, y: surface.y, columns: columns, rows: rows))
    chart.contours = Chart.Contours(
      values: values, x: surface.x, y: surface.y, columns: columns, rows: rows,
      levels: Chart.Contours.levels(from: surface.lowestLine, to: values.max() ?? 1, count: 12))
    chart.addCross(x: surface.minimum.x, y: surface.minimum.y)
    return chart
  }

  /// A walk, or its first steps, to draw on a map.
  func path(_ walk: Walk, named name: String = "", steps: Int? = nil) -> Chart.Series {
    let places = walk.places.prefix((steps ?? walk.steps) + 1)
    return .path(name, x: places.map(\.x), y: places.map(\.y))
  }
}
