import Curriculum
import Gradus
import Plotting

/// Lesson 5's experiment on the terminal and in plots.
@Sendable
func reportAugmentation(_ answers: AugmentationAnswers, _ run: LessonRun) throws {
  let report = AugmentationReport(experiment: AugmentationExperiment(answers), run: run)
  try run.part(
    "(a) What the functions do to five images",
    needs: ["shifted", "flipped", "interpolated", "rotated", "randomCrop", "mixup"],
    report.handmadePictures)
  try run.part(
    "(b) A turn, looked up backwards and sent forwards", needs: ["interpolated", "rotated"],
    report.holes)
  if !run.isMine {
    try run.part("(c) One boot, changed by the framework", needs: [], report.gallery)
  }
  try run.part(
    "(d) 200 digits, learned with augmented, randomCrop and mixup",
    needs: ["shifted", "randomCrop", "augmented", "mixup"], report.handmadeTrainings)
  if run.isMine {
    return run.leaveOut(
      "c", "e", "f", "g",
      because: "they train some dozen networks with the framework's own augmentation.")
  }
  try run.part("(e) Digits, moved and in the mirror", needs: [], report.digits)
  try run.part("(f) Clothes: what to choose, and what it is worth", needs: [], report.fashion)
  try run.part("(g) Measuring on changed images", needs: [], report.measuring)
}

struct AugmentationReport {
  let experiment: AugmentationExperiment
  let run: LessonRun

  func handmadePictures() throws {
    let rows = try experiment.handmadePictures(seed: run.seed)
    try saveGrid(rows, "One image a column, one change a row", size: 80, as: "by-hand")
  }

  func holes() throws {
    let turned = try experiment.turnedBothWays(degrees: 30)
    run.showTable(
      [["28 × 28 pixels, sent forwards", "holes"]]
        + (try [15, 30, 45].map { degrees in
          [
            "turned by \(degrees)°",
            "\(try experiment.turnedBothWays(degrees: Double(degrees)).holes)",
          ]
        }))
    let grid = ImageGrid(
      title: "Turned by 30°", columns: 3,
      images: [
        image(turned.original, caption: "as it is"),
        image(turned.back, caption: "looked up backwards"),
        image(turned.forward, caption: "sent forwards"),
      ], size: 190)
    try run.save(grid.svg(), as: "holes")
  }

  func gallery() throws {
    let rows = try AugmentationExperiment.gallery(seed: run.seed)
    try saveGrid(rows, "One boot, eight draws each", size: 72, as: "gallery")
  }

  func handmadeTrainings() throws {
    var bar = ProgressBar("training", total: 3)
    let results = try experiment.handmadeTrainings(epochs: run.isQuick ? 20 : 100, seed: run.seed) {
      bar.advance()
    }
    bar.finish()
    run.showTable(
      [["right of", "200 seen", "297 test", "297 moved"]]
        + results.map {
          [$0.name] + [$0.trainAccuracy, $0.accuracy, $0.shiftedAccuracy].map(percent)
        })
    var charts = [("The test digits", \TrainingResult.losses)]
    charts.append(("The test digits, moved by a pixel", \.shiftedLosses))
    let panels = charts.map { title, losses in
      var chart = Chart(
        title: title, xLabel: "epoch", yLabel: "test loss", yScale: .logarithmic)
      for result in results { chart.add(.line(result.name, y: result[keyPath: losses])) }
      return chart
    }
    var grid = ChartGrid(title: "Learning 200 digits", charts: panels)
    grid.chartWidth = 400
    grid.chartHeight = 320
    try run.save(grid.svg(), as: "digits-loss")
  }

  /// A table of images: a row for each change, its name under each image.
  private func saveGrid(
    _ rows: [PictureRow], _ title: String, size: Double, as name: String
  ) throws {
    let images = rows.flatMap { row in row.images.map { image($0, caption: row.name) } }
    let grid = ImageGrid(
      title: title, columns: rows[0].images.count, images: images, size: size)
    try run.save(grid.svg(), as: name)
  }

  func image(_ pixels: Tensor<Double>, caption: String) -> ImageGrid.Image {
    ImageGrid.Image(
      pixels: pixels.elements, width: pixels.shape[1], height: pixels.shape[0], caption: caption)
  }

  func percent(_ share: Double) -> String { "\((100 * share).fixed(1)) %" }
}

extension ImageGrid {
  /// A grid whose images are about so many pixels wide.
  init(title: String, columns: Int, images: [Image], size: Double) {
    self.init(title: title, columns: columns, images: images)
    imageSize = size
  }
}
