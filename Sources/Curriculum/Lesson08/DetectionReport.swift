import Curriculum
import Gradus
import Plotting

extension SeeingReport {
  func detection() throws {
    let experiment = DetectionExperiment(answers: answers)
    let makers = try DetectionExperiment.Makers()
    let (count, epochs, batchSize) = run.isQuick ? (320, 1, 16) : (2000, 3, 8)
    let training = try makers.training.canvases(count, seed: run.seed)
    var bar = ProgressBar("learning to detect", total: epochs * (count / batchSize))
    let result = try DetectionExperiment.train(
      on: training, epochs: epochs, batchSize: batchSize, seed: run.seed
    ) { bar.advance() }
    bar.finish()
    let (measured, one) = try experiment.measureBySize(
      result.detector, makers.test, count: run.isQuick ? 50 : 500, seed: run.seed)
    show(
      "    \(result.detector.parameterCount) parameters; \(count) canvases to learn from, "
        + "\(epochs == 1 ? "once" : "\(epochs) times"); "
        + "\(measured.canvases.count) to measure with\n")
    run.showTable(
      [["average precision"] + (0..<10).map { "\($0)" } + ["mean"]]
        + [("12 to 28 pixels high", measured), ("20 pixels high", one)].map { name, measured in
          [name] + measured.precisions.map { $0?.fixed(2) ?? "" } + [measured.mean.fixed(3)]
        })
    show("")
    run.showTable([
      ["loss of the first epoch", "of the last", "canvases per second"],
      [
        (result.losses.first ?? .nan).fixed(3), (result.losses.last ?? .nan).fixed(3),
        measured.canvasesPerSecond.fixed(0),
      ],
    ])
    try saveGallery(measured)
    guard !run.isMine else { return }
    show("")
    try run.showTable(of: SeeingLesson.detectionStudy)
  }

  /// Canvases on which all is right, and those with the surest mistakes.
  private func saveGallery(_ measured: DetectionMeasurement) throws {
    let judged = Dictionary(grouping: measured.judged.filter { $0.detection.score >= 0.3 }) {
      $0.canvas
    }
    let wrong = measured.canvases.indices.filter { canvas in
      let detections = judged[canvas] ?? []
      return detections.contains { !$0.isRight }
        || detections.count < measured.canvases[canvas].digits.count
    }
    let right = measured.canvases.indices.filter { !wrong.contains($0) }
    show(
      "\n    On \(right.count) of \(measured.canvases.count) canvases, all claims with a score of at least 0.3 "
        + "are right, and no digit is missing.")
    for (name, title, canvases) in [
      ("found", "Found, all of them", right.prefix(12)),
      (
        "mistakes", "Mistakes: marked what is not there, dashed what was not found",
        wrong.prefix(12)
      ),
    ] where !canvases.isEmpty {
      var grid = ImageGrid(
        title: title, columns: 4,
        images: canvases.map { picture(measured.canvases[$0], judged[$0] ?? []) })
      grid.imageSize = 192
      try run.save(grid.svg(), as: "detection-\(name)")
    }
  }

  private func picture(_ canvas: Canvas, _ judged: [JudgedDetection]) -> ImageGrid.Image {
    let missed = canvas.digits.filter { digit in
      !judged.contains {
        $0.isRight && $0.detection.label == digit.label
          && ((try? Seeing.intersectionOverUnion($0.detection.box, digit.box)) ?? 0) >= 0.5
      }
    }
    let boxes =
      judged.map {
        box($0.detection.box, "\($0.detection.label)", isEmphasized: !$0.isRight)
      } + missed.map { box($0.box, "\($0.label)?", isDashed: true) }
    return ImageGrid.Image(
      pixels: canvas.pixels.map(Double.init), width: Canvas.side, height: Canvas.side, boxes: boxes)
  }

  private func box(
    _ box: Box, _ label: String, isEmphasized: Bool = false, isDashed: Bool = false
  ) -> ImageGrid.Box {
    ImageGrid.Box(
      x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top,
      label: label, isEmphasized: isEmphasized, isDashed: isDashed)
  }
}
