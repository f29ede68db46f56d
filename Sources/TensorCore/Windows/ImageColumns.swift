// Windows of an image, side by side as the columns of a matrix ("im2col"), and back. With them a
// convolution is a matrix product, which is where all the work on speed has gone (Chellapilla, Puri and
// Simard, 2006, *High Performance Convolutional Neural Networks for Document Processing*).

/// The window at each place as a column: from an image [C, H, W] to [C·KH·KW, OH·OW]; the padding is
/// zeros.
///
/// Row (c, i, j) of the matrix is the image of channel c, shifted by (i, j): so it is copied row by
/// row, and which part of a row lies inside is known before the loop.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func writeColumns<Scalar: TensorScalar>(
  of image: UnsafePointer<Scalar>, _ plan: WindowPlan, into columns: UnsafeMutablePointer<Scalar>
) {
  let zero: Scalar = 0
  let (height, width) = (plan.output.height, plan.output.width)
  // With a stride of 1 and rows as wide as those of the image, one row follows the other in both places:
  // all are copied at once, and the padding between two of them is put in afterward.
  let rowsAreNeighbors = plan.stride == 1 && width == plan.input.width
  var target = columns
  plan.forEachShift(planes: 0..<plan.channels) { shift in
    for place in 0..<shift.rows.lowerBound * width { target[place] = zero }
    if rowsAreNeighbors, !shift.rows.isEmpty, !shift.columns.isEmpty {
      let first = shift.rows.lowerBound * width + shift.columns.lowerBound
      let end = (shift.rows.upperBound - 1) * width + shift.columns.upperBound
      (target + first).update(from: image + shift.start + first, count: end - first)
    }
    for y in shift.rows {
      let row = target + y * width
      // Where x = 0 would lie, perhaps in the padding; the loop begins inside.
      let source = image + shift.start + y * shift.rowStep
      for x in 0..<shift.columns.lowerBound { row[x] = zero }
      if plan.stride.width != 1 {
        for x in shift.columns { row[x] = source[x * plan.stride.width] }
      } else if !rowsAreNeighbors {
        for x in shift.columns { row[x] = source[x] }
      }
      for x in shift.columns.upperBound..<width { row[x] = zero }
    }
    for place in shift.rows.upperBound * width..<height * width { target[place] = zero }
    target += height * width
  }
}

/// The opposite way ("col2im"): an image, to which each window has been added at its place, so that an
/// element that lies in several windows gets the sum, in blocks as everywhere. What falls into the padding
/// is dropped.
///
/// It is the pullback of ``writeColumns(of:_:into:)``, which copies an element into each of its windows.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func addColumns<Scalar: TensorScalar>(
  _ columns: UnsafePointer<Scalar>, _ plan: WindowPlan, into image: UnsafeMutablePointer<Scalar>
) {
  var source = columns
  var sums = BlockwiseSums(ofRows: plan.windowSize, width: plan.planeSize, into: image)
  for channel in 0..<plan.channels {
    let plane = image + channel * plan.planeSize
    sums.restart(into: plane)
    plan.forEachShift(planes: channel..<channel + 1) { shift in
      sums.beginRow()
      for y in shift.rows {
        let row = source + y * plan.output.width
        let target = image + shift.start + y * shift.rowStep
        if plan.stride.width == 1 {
          for x in shift.columns { target[x] += row[x] }
        } else {
          for x in shift.columns { target[x * plan.stride.width] += row[x] }
        }
      }
      source += plan.placeCount
    }
    sums.writeTotal(to: plane)
  }
}
