/* The arrays of a record that hold papers, fees and supplements. */
#ifndef FAKESHOP_PAPERS_H
#define FAKESHOP_PAPERS_H

#include "dossier.h"
#include "out.h"

/* Appends the keys TaiLieuNop, DanhSachLePhi, DanhSachGiayToKetQua and DanhSachHoSoBoSung with
 * their arrays, each with a comma in front. */
void papers_write(Out *out, const Dossier *dossier);

#endif
