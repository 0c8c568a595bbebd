// Words in a picture that do not stand out enough from what is painted behind them
// (WCAG 2.2, 1.4.3: 4.5 to 1, and 3 to 1 for large letters). axe leaves SVG out.
(selector) => {
  // A colour that is on its way counts as what it will be.
  for (const change of document.getAnimations()) {
    if (change instanceof CSSTransition) change.finish();
  }

  const pixel = document.createElement("canvas").getContext("2d", {
    willReadFrequently: true,
  });

  // A function that remembers what it has found: many words stand on one ground.
  const once = (find) => {
    const found = new Map();
    return (key) => {
      if (!found.has(key)) found.set(key, find(key));
      return found.get(key);
    };
  };

  // [red, green, blue, alpha] of any CSS colour, each from 0 to 1.
  const parse = once((colour) => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    return [...pixel.getImageData(0, 0, 1, 1).data].map((part) => part / 255);
  });
  const over = ([r, g, b, alpha], below) =>
    [r, g, b].map((part, i) => part * alpha + below[i] * (1 - alpha));
  const luminance = (colour) => {
    const [r, g, b] = colour.map((part) =>
      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  const opacity = once((element) =>
    element ? getComputedStyle(element).opacity * opacity(element.parentElement) : 1);
  const painted = (colour, share) => {
    const [r, g, b, alpha] = parse(colour);
    return [r, g, b, alpha * share];
  };
  // The colours that an element may show at one of its points.
  const paints = once((element) => {
    const style = getComputedStyle(element);
    if (!(element instanceof SVGElement) || element instanceof SVGSVGElement)
      return [painted(style.backgroundColor, opacity(element))];
    const pattern = style.fill.match(/url\("?(#[^")]+)/);
    if (!pattern) return [painted(style.fill, opacity(element) * style.fillOpacity)];
    return [...document.querySelector(pattern[1]).children].flatMap((part) => {
      const own = getComputedStyle(part);
      return [own.fill, own.stroke]
        .filter((colour) => colour !== "none")
        .map((colour) => painted(colour, opacity(element)));
    });
  });
  // A wide outline, painted before the letter, is what the letter is seen against.
  const haloed = (style) =>
    style.paintOrder.startsWith("stroke") && parseFloat(style.strokeWidth) >= 3;
  const behind = (text, x, y) => {
    const stack = document.elementsFromPoint(x, y);
    if (!stack.includes(text.ownerSVGElement))
      throw Error(`out of view: ${text.textContent}`);
    const lower = stack.slice(stack.indexOf(text) + 1).filter((element) =>
      !element.closest("text"));
    let seen = [[1, 1, 1]];
    for (const element of lower.reverse()) {
      const own = paints(element);
      const covered = seen.flatMap((below) => own.map((paint) => over(paint, below)));
      // Between the lines of a pattern, what is below it shows.
      seen = own.length > 1 || element.matches?.("[fill^=url]")
        ? [...seen, ...covered] : covered;
    }
    return seen;
  };

  const words = document.querySelectorAll(
    `${selector} svg :is(text, tspan):not(:has(tspan))`);
  const faint = [];
  for (const text of words) {
    const box = text.getBoundingClientRect();
    const share = opacity(text);
    if (!box.width || !share) continue;
    const style = getComputedStyle(text);
    const size = parseFloat(style.fontSize) * text.getScreenCTM().a;
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const y = box.top + box.height / 2;
    const grounds = haloed(style) ? [parse(style.stroke).slice(0, 3)]
      : [0.1, 0.5, 0.9].flatMap((part) => behind(text, box.left + part * box.width, y));
    const worst = Math.min(...grounds.map((ground) =>
      ratio(over(painted(style.fill, share), ground), ground)));
    if (worst < (large ? 3 : 4.5))
      faint.push(`${worst.toFixed(2)} to 1: ${text.textContent}`);
  }
  return faint;
}
