/// The pieces of a connected line that lie inside the plot area.
func clipped(_ line: [PlotPoint]) -> [[PlotPoint]] {
  guard line.count > 1 else { return line.first.map { $0.isInside ? [[$0]] : [] } ?? [] }
  var pieces: [[PlotPoint]] = []
  for (start, end) in zip(line, line.dropFirst()) {
    guard let (from, to) = clippedSegment(start, end) else { continue }
    if pieces.last?.last == from {
      pieces[pieces.count - 1].append(to)
    } else {
      pieces.append([from, to])
    }
  }
  return pieces
}

/// The inner part of one segment, after Liang and Barsky: a segment is start + t·(end − start) with
/// t from 0 to 1, and each of the four edges narrows the interval of t.
private func clippedSegment(
  _ start: PlotPoint, _ end: PlotPoint
) -> (PlotPoint, PlotPoint)? {
  let deltaX = end.x - start.x
  let deltaY = end.y - start.y
  var enter = 0.0
  var leave = 1.0
  // For each edge: how fast the segment moves outward, and how far inside it starts.
  let edges = [
    (-deltaX, start.x), (deltaX, 1 - start.x), (-deltaY, start.y), (deltaY, 1 - start.y),
  ]
  for (outward, room) in edges {
    if outward == 0 {
      if room < 0 { return nil }
    } else if outward < 0 {
      enter = max(enter, room / outward)
    } else {
      leave = min(leave, room / outward)
    }
  }
  guard enter <= leave else { return nil }
  func point(_ t: Double) -> PlotPoint {
    if t == 0 { return start }
    if t == 1 { return end }
    return PlotPoint(x: start.x + t * deltaX, y: start.y + t * deltaY)
  }
  return (point(enter), point(leave))
}
