/** Our typing of the few names we use from lit-html. */
export interface TemplateResult { readonly _$litType$: number; readonly strings: TemplateStringsArray; readonly values: unknown[] }
export declare function html(strings: TemplateStringsArray, ...values: unknown[]): TemplateResult;
export declare function svg(strings: TemplateStringsArray, ...values: unknown[]): TemplateResult;
export declare const nothing: unique symbol;
export declare const noChange: unique symbol;
export declare function render(value: unknown, container: HTMLElement | DocumentFragment): unknown;
