/* The list of feedback (phản ánh, kiến nghị): one fixed table for every scenario. */
#ifndef FAKESHOP_FEEDBACK_H
#define FAKESHOP_FEEDBACK_H

#include "catalog.h"

/* Number of rows. */
size_t feedback_count(void);

/* Appends row index as a JSON object; its office is one of the catalogue. */
void feedback_write(Out *out, const Catalog *catalog, size_t index);

#endif
