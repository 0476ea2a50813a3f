/** Our typing of the few names we use from idb. */
export interface Store { put(value: unknown, key?: IDBValidKey): Promise<IDBValidKey>; delete(key: IDBValidKey | IDBKeyRange): Promise<void>; get(key: IDBValidKey): Promise<any>; getAll(): Promise<any[]>; getAllKeys(): Promise<IDBValidKey[]>; clear(): Promise<void> }
export interface Transaction { objectStore(name: string): Store; readonly done: Promise<void>; abort(): void }
export interface Database {
  get(store: string, key: IDBValidKey): Promise<any>;
  getAll(store: string): Promise<any[]>;
  getAllKeys(store: string): Promise<IDBValidKey[]>;
  put(store: string, value: unknown, key?: IDBValidKey): Promise<IDBValidKey>;
  delete(store: string, key: IDBValidKey): Promise<void>;
  clear(store: string): Promise<void>;
  transaction(stores: string | string[], mode?: IDBTransactionMode): Transaction;
  createObjectStore(name: string, options?: IDBObjectStoreParameters): Store;
  readonly objectStoreNames: DOMStringList;
  close(): void;
}
export declare function openDB(name: string, version: number, callbacks: {
  upgrade?: (database: Database, oldVersion: number) => void;
  blocking?: () => void;
  terminated?: () => void;
}): Promise<Database>;
export declare function deleteDB(name: string): Promise<void>;
