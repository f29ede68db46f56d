import GradientChecking

/// Every function whose gradients are proved. The name begins with the declaration as the register
/// writes it: `exp()`, `mean(along:)`, `Variable + Scalar`.
let functionProofs: [any DifferentiableFunction] =
  ElementwiseProof.allCases + BinaryProof.all + SharedInputProof.allCases + RankZeroProof.allCases
  + MatmulProof.all + EinsumProof.allCases + ReductionProof.all + WholeReductionProof.allCases
  + ProductProof.allCases + TieProof.allCases
  + RearrangingProof.allCases + [SelectProof()] + ActivationProof.allCases
  + ReducedLossProof.all(of: FrameworkLoss.all)
  + StandardizedProof.all + [LayerNormKernelProof(), BatchNormKernelProof()]
  + EmbeddingProof.allCases
  + ConvolutionProof.all + PoolingProof.allCases + PenaltyProof.allCases
  + AttentionProof.allCases
