extension WindowPlan {
  /// One row of output places, seen through one element of the window.
  struct Row {
    /// Where in the images the element for place 0 lies.
    let start: Int
    /// Where in a result of shape [N, C, OH, OW] place 0 lies.
    let output: Int
    /// The places whose element lies inside the image.
    let inside: Range<Int>
  }

  /// Visits the rows of all columns in the order of memory: image, channel, row and column of the
  /// window, row of output. Nil stands for a row that lies in the padding.
  @inline(__always)
  func forEachRow(_ visit: (Row?) -> Void) {
    for plane in 0..<batch * channels {
      for i in 0..<kernel.height {
        let rows = rowsInside(kernelRow: i)
        for j in 0..<kernel.width {
          let inside = columnsInside(kernelColumn: j)
          for y in 0..<output.height {
            guard rows.contains(y) else {
              visit(nil)
              continue
            }
            let row = y * stride.height - padding.height + i * dilation.height
            let column = j * dilation.width - padding.width
            visit(
              Row(
                start: (plane * input.height + row) * input.width + column,
                output: (plane * output.height + y) * output.width, inside: inside))
          }
        }
      }
    }
  }
}
