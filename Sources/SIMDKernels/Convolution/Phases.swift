/// Copies each phase of an image with its padding: from [C, H, W] to [C, phases, rows, places], see ``WindowAxis``.
/// With a stride of 1 there is one phase, and it is the padded image. Zeros that two rows share stand there once.
///
/// Invariant: the places of the padding are 0 already.
func writePhases<Scalar: VectorScalar>(
  of image: UnsafePointer<Scalar>, _ problem: ConvolutionProblem,
  into phases: UnsafeMutablePointer<Scalar>
) {
  let (rows, columns) = (problem.rows, problem.columns)
  let width = columns.distance
  var phase = phases
  for channel in 0..<problem.channels {
    let plane = image + channel * rows.input * columns.input
    for a in 0..<rows.phases {
      let insideRows = rows.inside(phase: a, below: rows.extent)
      for b in 0..<columns.phases {
        let inside = columns.inside(phase: b, below: columns.extent)
        if !insideRows.isEmpty && !inside.isEmpty {
          let row = insideRows.lowerBound
          copyRows(
            plane + (row * rows.stride + a - rows.padding) * columns.input
              + inside.lowerBound * columns.stride + b - columns.padding,
            rows: insideRows.count, columns: inside.count, rowStride: rows.stride * columns.input,
            columnStride: columns.stride, into: phase + row * width + inside.lowerBound,
            targetRowStride: width)
        }
        phase += rows.extent * width
      }
    }
  }
}

/// Where the window's elements meet the phases of ``writePhases(of:_:into:)`` first, C·KH·KW places.
func placesInPhases(_ problem: ConvolutionProblem, into places: UnsafeMutableBufferPointer<Int>) {
  let (rows, columns) = (problem.rows, problem.columns)
  let width = columns.distance
  var index = 0
  for channel in 0..<problem.channels {
    for i in 0..<rows.kernel {
      for j in 0..<columns.kernel {
        let phase =
          (channel * rows.phases + i % rows.stride) * columns.phases + j % columns.stride
        places[index] =
          (phase * rows.extent + i / rows.stride) * width + j / columns.stride
        index += 1
      }
    }
  }
}
