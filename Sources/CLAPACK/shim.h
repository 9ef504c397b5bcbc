// LAPACK by its C interface: eigenvectors and factors of small symmetric matrices.
#pragma once
#include <stdint.h>

// Declared here instead of by <lapacke.h>, whose complex numbers Swift cannot read. Matrices are row by row for layout
// 101, column by column for 102.
int LAPACKE_dsyev(int layout, char job, char half, int32_t n, double *a, int32_t lda, double *values);
int LAPACKE_dpotrf(int layout, char half, int32_t n, double *a, int32_t lda);
int LAPACKE_dtrtri(int layout, char half, char diagonal, int32_t n, double *a, int32_t lda);
int LAPACKE_dposv(int layout, char half, int32_t n, int32_t columns, double *a, int32_t lda, double *b, int32_t ldb);
