/// A place in the plot area: (0, 0) is its lower left corner, (1, 1) its upper right one.
struct PlotPoint: Equatable {
  var x: Double
  var y: Double

  var isInside: Bool { (0...1).contains(x) && (0...1).contains(y) }
}

/// The two axes of a chart and what they make of its series; SVG and terminal share it.
struct PlotFrame {
  let x: Axis
  let y: Axis
  /// The names in place of numbers on the x axis; nil for numbers.
  let xNames: [Tick]?

  init(_ chart: Chart) {
    let raster = chart.raster
    let contours = chart.contours
    let isLinear = chart.xScale == .linear && chart.yScale == .linear
    if raster != nil && !isLinear {
      fatalError("A raster needs linear axes: on a logarithmic one its cells would not be equal.")
    }
    if contours != nil && !isLinear {
      fatalError("Contours need linear axes: on a logarithmic one their grid would not be even.")
    }
    var (valuesX, valuesY): ([Double], [Double]) = ([], [])
    for series in chart.series {
      valuesX += series.x
      valuesY += series.y
      if let band = series.band { valuesY += band.low + band.high }
    }
    for line in chart.referenceLines {
      if line.direction == .vertical { valuesX.append(line.position) }
      if line.direction == .horizontal { valuesY.append(line.position) }
    }
    valuesX += chart.crosses.map(\.x)
    valuesY += chart.crosses.map(\.y)
    // What lies behind the series reaches to the ends of its ranges.
    for range in [raster?.x, contours?.x].compactMap({ $0 }) {
      valuesX += [range.lowerBound, range.upperBound]
    }
    for range in [raster?.y, contours?.y].compactMap({ $0 }) {
      valuesY += [range.lowerBound, range.upperBound]
    }
    x = Axis(scale: chart.xScale, range: chart.xRange, values: valuesX)
    y = Axis(scale: chart.yScale, range: chart.yRange, values: valuesY)
    let x = x
    let names = chart.xNames.enumerated().compactMap { index, name in
      x.shownFraction(of: Double(index + 1)).map { Tick(fraction: $0, label: name) }
    }
    xNames = chart.xNames.isEmpty ? nil : names
  }

  /// The marks of a scatter plot that lie inside the plot area.
  func marks(of series: Chart.Series) -> [PlotPoint] {
    thinned(places(of: series)).compactMap { $0 }.filter(\.isInside)
  }

  /// The points inside the plot area that have a label.
  func labeledPoints(of series: Chart.Series) -> [(place: PlotPoint, label: String)] {
    zip(places(of: series), series.labels ?? []).compactMap { place, label in
      guard let place, place.isInside, !label.isEmpty else { return nil }
      return (place, label)
    }
  }

  /// The connected pieces of a line inside the plot area; a piece of one point is a dot.
  func pieces(of series: Chart.Series) -> [[PlotPoint]] {
    let connected = thinned(places(of: series)).split(separator: nil).map { $0.compactMap { $0 } }
    return connected.flatMap(clipped)
  }

  /// The outlines of a series' band inside the plot area, one for each stretch without a gap.
  ///
  /// What lies above or below is moved to the edge, which cuts a band off there.
  func bands(of series: Chart.Series) -> [[PlotPoint]] {
    guard let band = series.band else { return [] }
    let stretches = series.x.indices.map { index -> (low: PlotPoint, high: PlotPoint)? in
      guard let placeX = x.shownFraction(of: series.x[index]),
        let low = y.fraction(of: band.low[index]), let high = y.fraction(of: band.high[index])
      else { return nil }
      return (
        PlotPoint(x: placeX, y: min(max(low, 0), 1)), PlotPoint(x: placeX, y: min(max(high, 0), 1))
      )
    }.split { $0 == nil }
    return stretches.map { stretch in
      let places = stretch.compactMap { $0 }
      return places.map(\.low) + places.map(\.high).reversed()
    }
  }

  /// The first and the last place of a series, where they are inside the plot area.
  func ends(of series: Chart.Series) -> (start: PlotPoint?, end: PlotPoint?) {
    let places = places(of: series)
    func shown(_ place: PlotPoint??) -> PlotPoint? {
      place.flatMap { $0 }.flatMap { $0.isInside ? $0 : nil }
    }
    return (shown(places.first), shown(places.last))
  }

  /// The crosses inside the plot area.
  func places(of crosses: [(x: Double, y: Double)]) -> [PlotPoint] {
    crosses.compactMap { cross in
      guard let placeX = x.shownFraction(of: cross.x), let placeY = y.shownFraction(of: cross.y)
      else { return nil }
      return PlotPoint(x: placeX, y: placeY)
    }
  }

  /// Where each value lies; nil stands for a value that an axis cannot show.
  private func places(of series: Chart.Series) -> [PlotPoint?] {
    zip(series.x, series.y).map { valueX, valueY in
      guard let placeX = x.fraction(of: valueX), let placeY = y.fraction(of: valueY) else {
        return nil
      }
      return PlotPoint(x: placeX, y: placeY)
    }
  }
}
