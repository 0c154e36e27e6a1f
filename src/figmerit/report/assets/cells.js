// The cells of a matrix as elements of the page.

/** Return the true and the predicted class of the cell that an event is about; null if it is about none.
 * @param {EventTarget | null} target
 * @returns {Cell | null}
 */
export function cellAt(target) {
  /** @type {(SVGElement & { dataset: { cell: string } }) | null} */
  const cell = /** @type {Element} */ (target).closest?.('[data-cell]');
  return cell && /** @type {Cell} */ (cell.dataset.cell.split(',').map(Number));
}
