import Gradus

/// What came of a detection.
public struct JudgedDetection: Sendable, Equatable {
  /// What was claimed.
  public let detection: Detection
  /// On which canvas.
  public let canvas: Int
  /// Whether a digit of this class is there that no surer detection has found.
  public let isRight: Bool
}

/// Compares detections with the truth: canvas by canvas, the surest first.
///
/// A detection is right if it overlaps a digit of its class enough, and no surer one has found that digit: the
/// second detection of the same digit is false, as in the PASCAL challenge (Everingham, Van Gool, Williams, Winn
/// and Zisserman, 2010, *The PASCAL Visual Object Classes (VOC) Challenge*). The digit that counts is the one
/// that it overlaps most.
///
/// - Parameters:
///   - detections: For each canvas, after suppression.
///   - truth: The digits on each canvas.
///   - overlap: How much of the union the intersection is at least; 0.5 unless given.
///   - intersectionOverUnion: How overlap is measured.
/// - Returns: All detections, the surest first; of equal ones that of the earlier canvas.
/// - Throws: What the measure throws.
public func judge(
  _ detections: [[Detection]], by truth: [[PlacedDigit]], overlap: Double = 0.5,
  intersectionOverUnion: (Box, Box) throws -> Double
) rethrows -> [JudgedDetection] {
  var judged: [JudgedDetection] = []
  for (canvas, (detections, digits)) in zip(detections, truth).enumerated() {
    var isFound = [Bool](repeating: false, count: digits.count)
    for detection in detections.sorted(by: { $0.score > $1.score }) {
      var best: (digit: Int, overlap: Double)?
      for (index, digit) in digits.enumerated() where digit.label == detection.label {
        let value = try intersectionOverUnion(digit.box, detection.box)
        if value >= overlap, value > best?.overlap ?? -1 { best = (index, value) }
      }
      let isRight = best.map { !isFound[$0.digit] } ?? false
      if let best { isFound[best.digit] = true }
      judged.append(JudgedDetection(detection: detection, canvas: canvas, isRight: isRight))
    }
  }
  return judged.sorted { ($1.detection.score, $0.canvas) < ($0.detection.score, $1.canvas) }
}

/// The area under the curve of precision over recall: with r(i) the share of the digits that the i surest
/// detections have found, and p(i) the share of these that is right,
///
///     Σ (r(i) − r(i − 1)) · max p(j) over j ≥ i
///
/// The largest precision from there on, and not the one at that point, so that the curve never rises: VOC's
/// all-point interpolation of 2010.
///
/// - Parameters:
///   - isRight: Whether each detection is right, the surest first.
///   - count: How many digits there are to find, at least 1.
/// - Returns: From 0 to 1.
public func averagePrecision(_ isRight: [Bool], of count: Int) -> Double {
  require(
    count >= 1 && isRight.count(where: \.self) <= count,
    "averagePrecision: \(isRight.count(where: \.self)) of \(count) digits cannot be found")
  var precisions: [Double] = []
  var found = 0
  for (index, isRight) in isRight.enumerated() where isRight {
    found += 1
    precisions.append(Double(found) / Double(index + 1))
  }
  // Each digit found is a step of recall; at the others the curve does not move.
  var (area, best) = (0.0, 0.0)
  for precision in precisions.reversed() {
    best = max(best, precision)
    area += best / Double(count)
  }
  return area
}

/// The average precision of each class, and nil for one of which there is nothing to find.
func averagePrecisions(_ judged: [JudgedDetection], _ truth: [[PlacedDigit]]) -> [Double?] {
  (0..<Detector.classCount).map { label in
    let count = truth.joined().count { $0.label == label }
    guard count > 0 else { return nil }
    return averagePrecision(
      judged.filter { $0.detection.label == label }.map(\.isRight), of: count)
  }
}
